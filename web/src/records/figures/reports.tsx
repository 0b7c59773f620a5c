// Figures of the reports: indicators and what they are made of, the waterfall, groups, cohorts, reasons, growth.
import { Link, useLocation } from '@tanstack/react-router';
import { url_of } from '../../api/client';
import type { AskedPeriod, IndicatorValue } from '../../api/types';
import { useI18n, type I18n } from '../../i18n/provider';
import { split_choices } from '../../search';
import { ExplanationBody } from '../../ui/Explain';
import type { Asked, FigureOf, GroupMeasure } from '../Figure';
import { kinds_of, months_back } from '../ledger_kinds';
import { last_day_of, list_filters, part_of, question_only } from '../reports/question';
import { change_of, cohort_text, end_text, indicator_name, indicator_text, number_of, part_text, reason_name, reason_text, signed, start_text } from '../reports/words';
import type { Figures } from '.';

type Of<Name extends FigureOf['figure']> = Extract<FigureOf, { figure: Name }>;

/** Opens the clients behind a figure beside the report one is reading. */
export function RowsLink({ asked, rows, part }: { asked: Asked; rows: string; part?: string }) {
    const { t } = useI18n();
    const { pathname } = useLocation();
    return <Link to={pathname as '/reports'} search={{ ...question_only(asked.search), rows, part }}>{t('rows.clients')}</Link>;
}
const money = (i18n: I18n, period: AskedPeriod, amount: string | null) => (amount === null ? i18n.t('value.unknown') : i18n.money({ amount, currency: period.currency }));
const amount_of = (i18n: I18n, value: IndicatorValue, period: AskedPeriod, amount: string) =>
    value.code === 'logo_retention' ? i18n.number(amount, 1) : money(i18n, period, amount);
const is_margin = (code: string) => code === 'top_share' || code === 'top_five_share';

/** The names of what a ratio is made of. */
function halves(i18n: I18n, value: IndicatorValue): [string, string] {
    const { t } = i18n;
    if (value.code === 'logo_retention') return [t('reports.of.kept'), t('reports.of.clients_start')];
    if (is_margin(value.code)) return [t('reports.of.margin_largest'), t('reports.of.margin_all')];
    if (value.code === 'expansion') return [t('reports.of.grown'), t('reports.of.start')];
    return [t(value.code === 'gross_retention' ? 'reports.of.end_capped' : 'reports.of.end'), t('reports.of.start')];
}

function Indicator({ of: { value, asked } }: { of: Of<'indicator' | 'indicator_clients'> }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { period } = asked;
    const [upper, lower] = halves(i18n, value);
    return (
        <ExplanationBody
            explanation={{
                title: indicator_name(i18n, value.code),
                formula: i18n.label(`indicator.${value.code}.definition`) ?? '',
                lines: [
                    ...(value.numerator !== null ? [{ label: upper, value: amount_of(i18n, value, period, value.numerator) }] : []),
                    ...(value.denominator !== null ? [{ label: lower, value: amount_of(i18n, value, period, value.denominator) }] : []),
                    { label: t('reports.rests_on'), value: i18n.number(value.clients) },
                    ...(value.unknown ? [{ label: t('reports.unknown_rate'), value: i18n.number(value.unknown) }] : []),
                    { label: t('reports.end'), value: end_text(i18n, period) },
                    { label: t('reports.start'), value: start_text(i18n, period) },
                ],
                total: number_of(value) === null
                    ? { label: reason_text(i18n, value.reason), value: i18n.label('indicator.not_enough_data') }
                    : { label: indicator_name(i18n, value.code), value: indicator_text(i18n, value, period.currency, true) },
                as_of: i18n.day(period.as_of),
                rows: <RowsLink asked={asked} rows={value.code} />,
            }}
        />
    );
}

const group_code: Record<GroupMeasure, string> = {
    clients: 'net_retention', start: 'net_retention', end: 'net_retention', net: 'net_retention', gross: 'gross_retention',
    logo: 'logo_retention', expansion: 'expansion', contraction: 'contraction', churn: 'churn',
};

function Cohort({ of: { figure, line, step, index, cells, asked } }: { of: Of<'cohort' | 'cohort_size'> }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { period } = asked;
    const last = months_back(line.first, 1 - step);
    const cell = line.cells[index];
    const first = line.cells[0];
    const share = cells === 'active' ? cell?.active_bp : cell?.revenue_bp;
    // The clients whose first purchase falls into the step; the list comes as a file, because no screen filters by it.
    const csv = url_of('/accounts.csv', { ...list_filters(asked.search), 'first_revenue_on[gte]': `${line.first}-01`, 'first_revenue_on[lte]': last_day_of(last) });
    return (
        <ExplanationBody
            explanation={{
                title: figure === 'cohort_size' ? t('reports.cohort_of', { count: line.size }) : `${cohort_text(i18n, line.first, step)} · ${t('reports.after', { months: index * step })}`,
                formula: t(figure === 'cohort_size' ? 'reports.explain.cohort_size' : cells === 'active' ? 'reports.explain.cohort_active' : 'reports.explain.cohort_revenue'),
                lines:
                    figure === 'cohort_size' || !cell
                        ? []
                        : cells === 'active'
                          ? [{ label: t('reports.cohort_bought'), value: i18n.number(cell.active) }, { label: t('reports.cohort_clients'), value: i18n.number(line.size) }]
                          : [{ label: t('reports.cohort_now'), value: money(i18n, period, cell.revenue) }, { label: t('reports.cohort_then'), value: money(i18n, period, first?.revenue ?? null) }],
                total: figure === 'cohort_size' ? { label: t('reports.cohort_clients'), value: i18n.number(line.size) } : { label: t('reports.share'), value: share === null || share === undefined ? t('value.unknown') : i18n.percent(share, 2) },
                as_of: i18n.day(period.as_of),
                rows: <a href={csv} download>{t('rows.csv')}</a>,
            }}
        />
    );
}

export const report_figures: Figures<
    'indicator' | 'indicator_clients' | 'indicator_change' | 'indicator_month' | 'unassigned' | 'waterfall' | 'waterfall_clients' | 'group_part' | 'leave_reason' | 'cohort_size' | 'cohort' | 'growth'
> = {
    indicator: Indicator,
    indicator_clients: function Clients({ of: { value, asked } }) {
        const i18n = useI18n();
        const { t } = i18n;
        return (
            <ExplanationBody
                explanation={{
                    title: t('reports.rests_on'),
                    formula: t('reports.explain.clients'),
                    lines: [{ label: t('reports.chosen'), value: i18n.number(asked.period.clients_chosen) }, ...(value.unknown ? [{ label: t('reports.unknown_rate'), value: i18n.number(value.unknown) }] : [])],
                    total: { label: indicator_name(i18n, value.code), value: t('clients.count', { count: value.clients }) },
                    as_of: i18n.day(asked.period.as_of),
                    rows: <RowsLink asked={asked} rows={value.code} />,
                }}
            />
        );
    },
    indicator_change: function ChangeBody({ of: { value, before, asked } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const { period, search } = asked;
        const change = change_of(i18n, value, before, period.currency);
        const { pathname } = useLocation();
        return (
            <ExplanationBody
                explanation={{
                    title: `${indicator_name(i18n, value.code)}: ${t('reports.change')}`,
                    formula: t(value.unit === 'ratio' ? 'reports.explain.change_points' : value.unit === 'money' ? 'reports.explain.change_money' : 'reports.explain.change_count'),
                    lines: [
                        { label: i18n.day(period.as_of), value: indicator_text(i18n, value, period.currency, true) },
                        { label: i18n.month(before.month), value: indicator_text(i18n, { ...before, unit: value.unit }, period.currency, true) },
                    ],
                    total: change ? { label: t('reports.change'), value: change.text } : undefined,
                    as_of: i18n.day(period.as_of),
                    rows: <Link to={pathname as '/reports'} search={{ ...question_only(search), as_of: last_day_of(before.month) }}>{t('reports.as_of_month', { month: i18n.month(before.month) })}</Link>,
                }}
            />
        );
    },
    indicator_month: function MonthBody({ of: { value, point, asked } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const { pathname } = useLocation();
        return (
            <ExplanationBody
                explanation={{
                    title: `${indicator_name(i18n, value.code)} · ${i18n.month(point.month)}`,
                    formula: i18n.label(`indicator.${value.code}.definition`) ?? '',
                    total: { label: i18n.month(point.month), value: indicator_text(i18n, { ...point, unit: value.unit }, asked.period.currency, true) },
                    rows: <Link to={pathname as '/reports'} search={{ ...question_only(asked.search), as_of: last_day_of(point.month) }}>{t('reports.as_of_month', { month: i18n.month(point.month) })}</Link>,
                }}
            />
        );
    },
    unassigned: function Unassigned({ of: { amount, asked } }) {
        const i18n = useI18n();
        const { t } = i18n;
        return <ExplanationBody explanation={{ title: t('import.without_account'), formula: t('explain.without_account'), total: { label: t('score.total'), value: money(i18n, asked.period, amount) }, as_of: i18n.day(asked.period.as_of), rows: <Link to="/import">{t('nav.import')}</Link> }} />;
    },
    waterfall: WaterfallBody,
    waterfall_clients: WaterfallBody,
    group_part: function Group({ of: { measure, group, by, asked } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const { period } = asked;
        const share = (value: number | null) => (value === null ? t('value.unknown') : i18n.percent(value, 2));
        const code = group_code[measure];
        const total = {
            clients: i18n.number(group.clients), start: money(i18n, period, group.start), end: money(i18n, period, group.end),
            expansion: money(i18n, period, group.expansion), contraction: money(i18n, period, group.contraction), churn: money(i18n, period, group.churn),
            net: share(group.net_bp), gross: share(group.gross_bp), logo: share(group.logo_bp),
        }[measure];
        const lines: Partial<Record<GroupMeasure, { label: string; value: string }[]>> = {
            net: [{ label: t('reports.group.end'), value: money(i18n, period, group.end) }, { label: t('reports.group.start'), value: money(i18n, period, group.start) }],
            gross: [
                { label: t('reports.group.start'), value: money(i18n, period, group.start) },
                { label: t('reports.group.contraction'), value: money(i18n, period, group.contraction) },
                { label: t('reports.group.churn'), value: money(i18n, period, group.churn) },
            ],
            logo: [{ label: t('reports.group.clients'), value: i18n.number(group.clients) }],
            end: [
                { label: t('reports.group.start'), value: money(i18n, period, group.start) },
                { label: t('reports.group.expansion'), value: money(i18n, period, group.expansion) },
                { label: t('reports.group.contraction'), value: money(i18n, period, group.contraction) },
                { label: t('reports.group.churn'), value: money(i18n, period, group.churn) },
            ],
        };
        return (
            <ExplanationBody
                explanation={{
                    title: `${part_text(i18n, by, group.key, group.name)} · ${t(`reports.group.${measure}`)}`,
                    formula: `${measure === 'clients' || measure === 'start' || measure === 'end' ? t(`reports.explain.group_${measure}`) : (i18n.label(`indicator.${code}.definition`) ?? '')}${by === 'manager' ? ` ${t('reports.explain.by_days')}` : ''}`,
                    lines: lines[measure],
                    total: { label: t(`reports.group.${measure}`), value: total },
                    as_of: i18n.day(period.as_of),
                    rows: <RowsLink asked={asked} rows={code} part={split_choices.includes(by) ? part_of(by, group.key) : undefined} />,
                }}
            />
        );
    },
    leave_reason: function Reason({ of: { reason, measure, asked } }) {
        const i18n = useI18n();
        const { t } = i18n;
        return (
            <ExplanationBody
                explanation={{
                    title: reason_name(i18n, reason.reason),
                    formula: t('reports.explain.reason'),
                    lines: [measure === 'amount' ? { label: t('reports.group.clients'), value: i18n.number(reason.clients) } : { label: t('reports.lost_amount'), value: money(i18n, asked.period, reason.amount) }],
                    total: measure === 'amount' ? { label: t('reports.lost_amount'), value: money(i18n, asked.period, reason.amount) } : { label: t('reports.group.clients'), value: i18n.number(reason.clients) },
                    as_of: i18n.day(asked.period.as_of),
                    rows: <RowsLink asked={asked} rows="churn" part={part_of('leave_reason_code', reason.reason)} />,
                }}
            />
        );
    },
    cohort: Cohort,
    cohort_size: Cohort,
    growth: function Growth({ of: { part, amount, report, offering, asked } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const parts = ['upsell', 'price', 'cross_sell', 'downsell', 'lost_offerings'] as const;
        const of = offering ?? report;
        const is_loss = part === 'downsell' || part === 'lost_offerings';
        const csv = url_of('/ledger_entries.csv', {
            ...(offering ? (offering.offering_id ? { offering_id: offering.offering_id } : { 'offering_id[null]': true }) : {}),
            entry_kind: kinds_of.revenue, 'service_month[gte]': report.period.start_first, 'service_month[lte]': report.period.end_last,
        });
        return (
            <ExplanationBody
                explanation={{
                    title: offering ? `${offering.name || t('reports.no_offering')} · ${t(`reports.growth.${part}`)}` : t(`reports.growth.${part}`),
                    formula: t(`reports.explain.growth_${part}`),
                    lines: part === 'net' ? parts.map((one) => ({ label: t(`reports.growth.${one}`), value: `${one === 'downsell' || one === 'lost_offerings' ? '−\u00a0' : ''}${money(i18n, report.period, of[one])}` })) : [{ label: t('reports.rests_on'), value: i18n.number(report.clients) }],
                    total: { label: t(`reports.growth.${part}`), value: is_loss ? `−\u00a0${money(i18n, report.period, amount)}` : signed(Number(amount), money(i18n, report.period, amount)) },
                    as_of: i18n.day(asked.period.as_of),
                    rows: <a href={csv} download>{t('rows.csv')}</a>,
                }}
            />
        );
    },
};

function WaterfallBody({ of: { figure, line, asked } }: { of: Of<'waterfall' | 'waterfall_clients'> }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { period } = asked;
    const name = i18n.label(`waterfall_step.${line.step}`) ?? line.step;
    const rows: Record<typeof line.step, string> = {
        start: 'net_retention', new_business: 'new_business', reactivation: 'reactivation', expansion: 'expansion',
        contraction: 'contraction', churn: 'churn', rates: 'revenue', end: 'revenue',
    };
    const is_total = line.step === 'start' || line.step === 'end';
    const amount = { label: t('reports.amount'), value: is_total ? money(i18n, period, line.amount) : signed(Number(line.amount), money(i18n, period, line.amount)) };
    const clients = { label: t('reports.group.clients'), value: i18n.number(line.clients) };
    return (
        <ExplanationBody
            explanation={{
                title: name,
                formula: line.step === 'start' || line.step === 'rates' || line.step === 'end' || line.step === 'expansion' ? t(`reports.explain.step_${line.step}`) : (i18n.label(`indicator.${line.step}.definition`) ?? ''),
                lines: [
                    ...(line.step === 'rates' ? [] : [figure === 'waterfall' ? clients : amount]),
                    { label: t(line.step === 'start' ? 'reports.start' : 'reports.end'), value: line.step === 'start' ? start_text(i18n, period) : end_text(i18n, period) },
                ],
                total: figure === 'waterfall' ? amount : clients,
                as_of: i18n.day(period.as_of),
                rows: <RowsLink asked={asked} rows={rows[line.step]} />,
            }}
        />
    );
}
