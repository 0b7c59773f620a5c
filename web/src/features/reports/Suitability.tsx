// Whom personal care suits, whom a shared team, whom automation; first those for whom the proposal differs from today.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { url_of } from '../../api/client';
import type { SuitabilityReport } from '../../api/types';
import { suitability_query } from '../../api/reports';
import { useI18n } from '../../i18n/provider';
import type { Answer, AnswerRows } from '../../records/Figure';
import { Files } from '../../records/reports/Files';
import { params_of, without_family } from '../../records/reports/question';
import { part_text, reason_text } from '../../records/reports/words';
import { TierBadge } from '../../ui/badges';
import { EmptyState, ErrorNotice, Notice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { Assume, Assumptions } from './Assume';
import { use_question } from './ReportPage';
import { Cell, Tile } from './Tile';
import classes from './reports.module.css';

export function Suitability() {
    const i18n = useI18n();
    const { t } = i18n;
    const { search } = use_question();
    const { lift_retention, win, rate, hours_a, hours_b, hours_c, hours_d } = search;
    const params = { ...params_of(without_family(search)), lift_retention, win, rate, hours_a, hours_b, hours_c, hours_d };
    const answer = useQuery(suitability_query(params));
    return (
        <section className={classes.part} aria-label={t('reports.suit.title')}>
            <header>
                <h2>{t('reports.suit.title')}</h2>
                <span className="dim">{t('reports.suit.title_note')}</span>
                <Files name="suitability" params={params} say={t('reports.suit.title')} />
            </header>
            {answer.isError ? <ErrorNotice problem={answer.error} retry={() => void answer.refetch()} /> : null}
            {answer.data ? <SuitabilityBody data={answer.data} csv={url_of('/reports/suitability/file', { ...params, format: 'csv', language: i18n.language })} /> : null}
        </section>
    );
}

export function SuitabilityBody({ data, csv }: { data: SuitabilityReport; csv: string }) {
    const i18n = useI18n();
    const { t } = i18n;
    const [all, set_all] = useState(false);
    const { currency, as_of } = data.period;
    const money = (amount: string | null) => (amount === null ? t('value.unknown') : i18n.money({ amount, currency }, true));
    const made = (code: string, title: string, value: string, lines: [string, string][] = [], rows: AnswerRows = { csv }): Answer => ({ code, title, value, lines, as_of, rows });
    const differing = data.items.filter((one) => one.differs);
    const shown = all ? data.items : differing;
    const care = (model: string | null) => part_text(i18n, 'care_model', model);
    return (
        <>
            {data.reason ? <Panel><EmptyState title={t('reports.suit.none')} text={reason_text(i18n, data.reason)} /></Panel> : (
                <div className={classes.rates}>
                    {data.proposals.map((one) => (
                        <Tile
                            key={one.proposal}
                            answer={made('suit_proposal', care(one.proposal), t('reports.clients', { count: one.clients }), [[t('reports.care.margin'), money(one.margin)], [t('reports.suit.uplift'), money(one.uplift)], [t('reports.care.cost'), money(one.cost)]])}
                            shown={i18n.number(one.clients)}
                            note={t('reports.suit.of_margin', { margin: i18n.money_short({ amount: one.margin, currency }) })}
                        />
                    ))}
                    <Tile answer={made('suit_freed', t('reports.suit.freed'), money(data.freed))} shown={data.freed === null ? null : i18n.money_short({ amount: data.freed, currency })} note={t('reports.suit.changes', { more: data.promote ?? 0, less: data.demote ?? 0 })} />
                </div>
            )}
            <Panel title={t('reports.assumptions')} note={t('reports.suit.assumed')}>
                <div className="column">
                    <Assumptions label={t('reports.suit.assumptions')}>
                        <Assume name="lift_retention" label={t('reports.care.lift_retention')} usual={data.lift_retention_bp / 100} unit={t('reports.point_unit')} min={0} max={100} />
                        <Assume name="win" label={t('reports.suit.win')} usual={data.win_bp / 100} unit="%" min={0} max={100} />
                        <Assume name="rate" label={t('reports.suit.rate')} usual={data.rate} unit={currency} min={0} />
                        {(['a', 'b', 'c', 'd'] as const).map((tier) => <Assume key={tier} name={`hours_${tier}`} label={t('reports.suit.hours', { tier: tier.toUpperCase() })} usual={data[`hours_${tier}`]} unit={t('reports.hour_unit')} min={0} max={10_000} />)}
                    </Assumptions>
                    {data.unknown_potential ? <Notice>{t('reports.suit.unknown_potential', { count: data.unknown_potential })}</Notice> : null}
                    {data.segments.filter((one) => one.verdict === 'automate').map((one) => <Notice key={one.key ?? ''} kind="warn">{t('reports.suit.mass', { segment: one.key === null ? t('reports.unset') : part_text(i18n, 'industry_code', one.key), count: one.clients, margin: money(one.median_margin) })}</Notice>)}
                </div>
            </Panel>
            {data.reason ? null : (
                <Panel flush title={t(all ? 'reports.suit.everybody' : 'reports.suit.differing')} note={t('reports.clients', { count: shown.length })} actions={<Button className="no-print" size="compact-sm" variant="default" onClick={() => set_all(!all)}>{t(all ? 'reports.suit.show_differing' : 'reports.suit.show_all')}</Button>}>
                    {shown.length === 0 ? <EmptyState title={t('reports.suit.same')} /> : (
                        <table className="table">
                            <thead><tr><th>{t('reports.rows.client')}</th><th>{t('reports.renewals.tier')}</th><th>{t('reports.suit.today')}</th><th>{t('reports.suit.proposal')}</th><th className="right">{t('reports.suit.uplift')}</th><th className="right">{t('reports.care.cost')}</th><th>{t('reports.suit.why')}</th></tr></thead>
                            <tbody>
                                {shown.map((one) => {
                                    const rows: AnswerRows = { client: one.account_id, name: one.name };
                                    const lines: [string, string][] = [
                                        [t('reports.care.margin'), money(one.margin)],
                                        [t('reports.suit.potential'), one.potential_points === null ? t('value.unknown') : i18n.number(one.potential_points, 1)],
                                        [t('reports.suit.complexity'), i18n.number(one.complexity, 2)],
                                        [t('reports.suit.break_even'), money(one.break_even_margin)],
                                    ];
                                    return (
                                        <tr key={one.account_id}>
                                            <td><Link to="/clients/$id" params={{ id: one.account_id }}>{one.name}</Link></td>
                                            <td><TierBadge tier={one.tier} /></td>
                                            <td className="dim">{care(one.care_model)}</td>
                                            <td className="strong">{care(one.proposal)}</td>
                                            <Cell answer={made('suit_uplift', t('reports.suit.uplift'), money(one.uplift), lines, rows)} shown={money(one.uplift)} />
                                            <Cell answer={made('suit_cost', t('reports.care.cost'), money(one.cost), lines, rows)} shown={money(one.cost)} />
                                            <td className="small" data-fact>{one.reasons.map((reason) => t(`reports.suit.reason.${reason}`)).join(', ')}</td>
                                        </tr>
                                    );
                                })}
                            </tbody>
                        </table>
                    )}
                </Panel>
            )}
        </>
    );
}
