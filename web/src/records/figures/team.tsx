// Figures of people: load, capacity, complexity and the points a client costs.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { user_load_query } from '../../api/queries';
import { useI18n, type I18n } from '../../i18n/provider';
import type { TextKey } from '../../i18n/runtime';
import { ExplanationBody } from '../../ui/Explain';
import type { FigureOf, LoadLine } from '../Figure';
import { ClientLink } from './client';
import type { Figures } from '.';

function reason_words(i18n: I18n, reason: LoadLine['reasons'][number]): string {
    const key = `complexity.${reason.code}` as TextKey;
    const own = i18n.t(key, { count: reason.count ?? 0 });
    return own === key ? reason.code : own;
}

function LoadOf({ of }: { of: Extract<FigureOf, { figure: 'load' | 'points_of' | 'capacity' }> }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { load } = of;
    const detail = useQuery(user_load_query(load.user_id));
    const lines = detail.data?.lines ?? [];
    const rest = lines.slice(6);
    return (
        <ExplanationBody
            explanation={{
                title: t('client.load_of', { name: load.user_name }),
                formula: t(of.figure === 'capacity' ? 'explain.capacity' : 'explain.load'),
                lines: [
                    ...lines.slice(0, 6).map((line) => ({ label: line.account_name, value: i18n.fixed(line.points, 2) })),
                    ...(rest.length ? [{ label: t('explain.and_more', { count: rest.length }), value: i18n.fixed(rest.reduce((sum, line) => sum + Number(line.points), 0), 2) }] : []),
                    { label: t('team.points'), value: i18n.number(load.points, 2) },
                    { label: t('people.capacity'), value: i18n.number(load.capacity_points, 2) },
                ],
                total: { label: t('plan.now'), value: load.load_bp === null ? t('load.no_capacity') : i18n.percent(load.load_bp, 1) },
                rows: <Link to="/team" search={{ user: load.user_id }}>{t('rows.load')}</Link>,
            }}
        />
    );
}

export const team_figures: Figures<'load' | 'load_then' | 'points_of' | 'capacity' | 'complexity' | 'points' | 'plan_points'> = {
    load: LoadOf,
    load_then: function LoadThen({ of: { load, now } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const percent = (value: number | null) => (value === null ? t('load.no_capacity') : i18n.percent(value, 1));
        return (
            <ExplanationBody
                explanation={{
                    title: t('client.load_of', { name: load.user_name }),
                    formula: t('explain.load'),
                    lines: [
                        { label: `${t('plan.now')}: ${t('team.points').toLowerCase()}`, value: i18n.number(now.points, 2) },
                        { label: `${t('plan.then')}: ${t('team.points').toLowerCase()}`, value: i18n.number(load.points, 2) },
                        { label: t('people.capacity'), value: i18n.number(load.capacity_points, 2) },
                        { label: t('plan.now'), value: percent(now.load_bp) },
                    ],
                    total: { label: t('plan.then'), value: percent(load.load_bp) },
                    rows: <Link to="/team" search={{ user: load.user_id }}>{t('rows.load')}</Link>,
                }}
            />
        );
    },
    points_of: LoadOf,
    capacity: LoadOf,
    complexity: function Complexity({ of: { line } }) {
        const i18n = useI18n();
        const { t } = i18n;
        return (
            <ExplanationBody
                explanation={{
                    title: t('team.complexity_of', { name: line.account_name }),
                    formula: t('explain.complexity'),
                    lines: [{ label: t('complexity.base'), value: i18n.number('1', 2) }, ...line.reasons.map((reason) => ({ label: reason_words(i18n, reason), value: `+${i18n.number(reason.points, 2)}` }))],
                    total: { label: t('team.complexity'), value: i18n.number(line.complexity, 2) },
                    rows: <ClientLink id={line.account_id} />,
                }}
            />
        );
    },
    points: function Points({ of: { line } }) {
        const i18n = useI18n();
        const { t } = i18n;
        return (
            <ExplanationBody
                explanation={{
                    title: t('team.points'),
                    formula: t('explain.points'),
                    lines: [
                        { label: t('team.complexity'), value: i18n.number(line.complexity, 2) },
                        { label: t('team.allocation'), value: i18n.percent(line.allocation_bp, 0) },
                        { label: t('team.role_factor'), value: i18n.number(line.role_factor, 2) },
                    ],
                    total: { label: t('team.points'), value: i18n.number(line.points, 2) },
                    rows: <ClientLink id={line.account_id} />,
                }}
            />
        );
    },
    plan_points: function PlanPoints({ of }) {
        const i18n = useI18n();
        const { t } = i18n;
        return <ExplanationBody explanation={{ title: of.name, formula: `${t('explain.plan_chip')} ${t('explain.points')}`, total: { label: t('team.points'), value: i18n.number(of.points, 2) }, rows: <Link to="/team" search={{ user: of.user_id }}>{t('rows.load')}</Link> }} />;
    },
};
