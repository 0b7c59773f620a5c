// The answer to „What if“: tiers, who moves, the load of managers, the figures, and how long the reserve lasts.
import { Link } from '@tanstack/react-router';
import type { Tier, WhatIfReport } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { Figure, FigureBody, type Answer, type AnswerRows, type Asked } from '../../records/Figure';
import { change_of, indicator_name, indicator_text, reason_text } from '../../records/reports/words';
import { score_text } from '../../records/score_words';
import { TierBadge } from '../../ui/badges';
import { Pairs } from '../../ui/charts';
import { EmptyState } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { Cell } from './Tile';

const tiers = ['A', 'B', 'C', 'D', 'none'] as const;
const tier_of = (text: string): Tier | null => (text === 'none' ? null : (text as Tier));

export function WhatIfResult({ data, asked, changed }: { data: WhatIfReport; asked: Asked; changed: boolean }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { currency, as_of } = data.period;
    const made = (code: string, title: string, value: string, lines: [string, string][], rows: AnswerRows): Answer => ({ code, title, value, lines, as_of, rows });
    const shown = tiers.filter((one) => one !== 'none' || data.tiers_before.none + data.tiers.none > 0);
    const name = (tier: string) => (tier === 'none' ? t('tier.none') : tier);
    const tier_answer = (tier: (typeof tiers)[number]) => made('what_if_tier', name(tier), i18n.number(data.tiers[tier]), [[t('reports.what_if.before'), i18n.number(data.tiers_before[tier])]], { tier });
    const moved = data.moves.reduce((sum, one) => sum + one.clients, 0);
    return (
        <>
            <p role="status" className={changed ? 'strong' : 'dim'}>{changed ? t('reports.what_if.moves', { count: moved }) : t('reports.what_if.nothing')}</p>
            <div className="halves">
                <Panel title={t('reports.what_if.tiers')}>
                    <Pairs
                        label={t('reports.what_if.tiers')}
                        height={200}
                        axis={(value) => (Number.isInteger(value) ? i18n.number(value) : '')}
                        legend={[t('reports.what_if.before'), t('reports.what_if.after')]}
                        pairs={shown.map((tier) => ({
                            key: tier,
                            values: [data.tiers_before[tier], data.tiers[tier]],
                            texts: [i18n.number(data.tiers_before[tier]), i18n.number(data.tiers[tier])],
                            tick: name(tier),
                            tip: [name(tier), `${t('reports.what_if.before')}: ${i18n.number(data.tiers_before[tier])}`, `${t('reports.what_if.after')}: ${i18n.number(data.tiers[tier])}`],
                        }))}
                        explain={(mark) => <FigureBody of={{ figure: 'answer', answer: tier_answer(mark.key as (typeof tiers)[number]) }} />}
                    />
                </Panel>
                <Panel flush title={t('reports.what_if.tiers_table')}>
                    <table className="table">
                        <thead><tr><th>{t('reports.renewals.tier')}</th><th className="right">{t('reports.what_if.before')}</th><th className="right">{t('reports.what_if.after')}</th><th className="right">{t('reports.what_if.difference')}</th></tr></thead>
                        <tbody>
                            {shown.map((tier) => {
                                const difference = data.tiers[tier] - data.tiers_before[tier];
                                return (
                                    <tr key={tier}>
                                        <td><TierBadge tier={tier_of(tier)} /></td>
                                        <Cell answer={tier_answer(tier)} shown={i18n.number(data.tiers_before[tier])} />
                                        <Cell strong answer={tier_answer(tier)} shown={i18n.number(data.tiers[tier])} />
                                        <td className="right number" data-fact>{difference === 0 ? <span className="dim">0</span> : `${difference > 0 ? '+' : ''}${i18n.number(difference)}`}</td>
                                    </tr>
                                );
                            })}
                        </tbody>
                    </table>
                </Panel>
            </div>
            <Panel flush title={t('reports.what_if.figures')} note={t('reports.what_if.figures_note')}>
                <table className="table">
                    <thead><tr><th>{t('reports.what_if.figure')}</th><th className="right">{t('reports.what_if.before')}</th><th className="right">{t('reports.what_if.after')}</th><th className="right">{t('reports.what_if.difference')}</th></tr></thead>
                    <tbody>
                        {data.figures.map(({ before, after }) => {
                            const change = change_of(i18n, after, before, currency);
                            const text = (value: typeof before) => (value.reason ? reason_text(i18n, value.reason) : indicator_text(i18n, value, currency));
                            const title = indicator_name(i18n, after.code);
                            const answer = made('what_if_figure', title, text(after), [[t('reports.what_if.before'), text(before)], [t('reports.rests_on'), i18n.number(after.clients)]], { asked, code: after.code });
                            return (
                                <tr key={after.code}>
                                    <td>{title}</td>
                                    <Cell answer={answer} shown={text(before)} />
                                    <Cell strong answer={answer} shown={text(after)} />
                                    <Cell answer={answer} shown={change === null ? '–' : change.text} tone={change && change.tone !== 'none' ? change.tone : undefined} />
                                </tr>
                            );
                        })}
                        <tr>
                            <td>{t('reports.what_if.months')}</td>
                            <td className="right dim">–</td>
                            <td className="right wrapping" colSpan={2}>
                                <Figure quiet of={{ figure: 'answer', answer: made('what_if_months', t('reports.what_if.months'), data.months_until_loss === null ? t('value.unknown') : i18n.number(data.months_until_loss), [], { asked, code: 'top_share' }) }}>
                                    {data.months_until_loss === null ? loss_text(i18n, data.loss_reason) : t('reports.months', { count: data.months_until_loss })}
                                </Figure>
                            </td>
                        </tr>
                    </tbody>
                </table>
            </Panel>
            {data.load.length ? (
                <Panel flush title={t('reports.what_if.load')} note={t('reports.what_if.load_note')}>
                    <table className="table">
                        <thead><tr><th>{t('reports.what_if.person')}</th><th className="right">{t('reports.what_if.before')}</th><th className="right">{t('reports.what_if.after')}</th></tr></thead>
                        <tbody>
                            {data.load.map((one) => {
                                const text = (load: number | null, points: string) => (load === null ? t('reports.what_if.load_points', { points: i18n.number(points, 1) }) : i18n.percent(load, 0));
                                const answer = made('what_if_load', one.name, text(one.load_bp, one.points), [[t('reports.what_if.before'), i18n.number(one.points_before, 1)], [t('reports.what_if.after'), i18n.number(one.points, 1)]], { user: one.user_id });
                                return (
                                    <tr key={one.user_id}>
                                        <td><Link to="/team" search={{ user: one.user_id }}>{one.name}</Link></td>
                                        <Cell answer={answer} shown={text(one.load_before_bp, one.points_before)} />
                                        <Cell strong answer={answer} shown={text(one.load_bp, one.points)} />
                                    </tr>
                                );
                            })}
                        </tbody>
                    </table>
                </Panel>
            ) : null}
            <Panel flush title={t('reports.what_if.who')} note={moved > data.clients.length ? t('reports.what_if.first', { count: data.clients.length }) : null}>
                {data.clients.length === 0 ? <EmptyState title={t('reports.what_if.nobody')} /> : (
                    <table className="table">
                        <thead><tr><th>{t('reports.rows.client')}</th><th>{t('reports.what_if.before')}</th><th>{t('reports.what_if.after')}</th><th className="right">{t('reports.what_if.score')}</th></tr></thead>
                        <tbody>
                            {data.clients.map((one) => (
                                <tr key={one.account_id}>
                                    <td><Link to="/clients/$id" params={{ id: one.account_id }}>{one.name}</Link></td>
                                    <td><TierBadge tier={tier_of(one.from)} /></td>
                                    <td><TierBadge tier={tier_of(one.to)} /></td>
                                    <Cell answer={made('what_if_score', t('reports.what_if.score'), score_text(i18n, one.score_bp), [[t('reports.what_if.before'), score_text(i18n, one.score_before_bp)]], { client: one.account_id, name: one.name })} shown={`${score_text(i18n, one.score_before_bp)} → ${score_text(i18n, one.score_bp)}`} />
                                </tr>
                            ))}
                        </tbody>
                    </table>
                )}
            </Panel>
        </>
    );
}

/** Why nobody can say how many months are left; „no threat“ is an answer, too. */
function loss_text(i18n: ReturnType<typeof useI18n>, reason: string | null): string {
    switch (reason) {
        case 'no_threat':
            return i18n.t('reports.what_if.no_threat');
        case 'not_allowed':
            return i18n.t('reports.what_if.not_allowed');
        default:
            return (reason && i18n.label(`web.loss.reason.${reason}`)) || i18n.t('reports.what_if.no_loss');
    }
}
