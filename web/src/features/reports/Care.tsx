// Whether care for key clients pays, where attention goes, and whom which care suits. The verdict comes first, in words.
import { Chip, Chips, EmptyState, ErrorNotice, Notice } from '../../ui/notices';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { url_of } from '../../api/client';
import type { CareReturnReport } from '../../api/types';
import { care_return_query } from '../../api/reports';
import type { Tier } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import type { Answer, AnswerRows } from '../../records/Figure';
import { params_of, without_family } from '../../records/reports/question';
import { reason_text } from '../../records/reports/words';
import { TierBadge } from '../../ui/badges';
import { Scale } from '../../ui/icons';
import { Panel } from '../../ui/Page';
import { Assume, Assumptions } from './Assume';
import { Attention } from './Attention';
import { ReportPage, use_question } from './ReportPage';
import { Suitability } from './Suitability';
import { Cell, Tile, Waiting } from './Tile';
import classes from './reports.module.css';

export function Care() {
    const i18n = useI18n();
    const { t } = i18n;
    const { search } = use_question();
    const { tiers, lift_retention, lift_growth, cost, referral, attribution } = search;
    const params = { ...params_of(without_family(search)), tiers, lift_retention, lift_growth, cost, referral, attribution };
    const answer = useQuery(care_return_query(params));
    const { data } = answer;
    return (
        <ReportPage tab="care" period={data?.period} file={params} file_name="care_return">
            <section className={classes.part} aria-label={t('reports.care.title')}>
                <header>
                    <h2>{t('reports.care.title')}</h2>
                    <span className="dim">{t('reports.care.title_note')}</span>
                </header>
                {answer.isError ? <ErrorNotice problem={answer.error} retry={() => void answer.refetch()} /> : null}
                {!data && !answer.isError ? <Waiting count={4} /> : null}
                {data ? <CareReturn data={data} csv={url_of('/reports/care_return/file', { ...params, format: 'csv', language: i18n.language })} /> : null}
            </section>
            <Attention />
            <Suitability />
        </ReportPage>
    );
}

const tones = { pays: 'good', loses: 'bad', no_sense: 'bad', indistinct: undefined, no_cost: undefined } as const;

export function CareReturn({ data, csv }: { data: CareReturnReport; csv: string }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { currency, as_of } = data.period;
    const money = (amount: string | null) => (amount === null ? t('value.unknown') : i18n.money({ amount, currency }, true));
    const short = (amount: string | null) => (amount === null ? null : i18n.money_short({ amount, currency }));
    const percent = (value: number | null) => (value === null ? null : i18n.percent(value));
    const points = (value: number) => t('reports.points', { value: i18n.number(value / 100, 2) });
    const made = (code: string, title: string, value: string, lines: [string, string][] = [], rows: AnswerRows = { csv }): Answer => ({ code, title, value, lines, as_of, rows });
    const low = data.estimates.find((one) => one.estimate === 'low');
    const high = data.estimates.find((one) => one.estimate === 'high');
    const tone = data.verdict ? tones[data.verdict] : undefined;
    const parts: [string, string][] = [
        [t('reports.care.retained'), money(data.retained)],
        [t('reports.care.expanded'), money(data.expanded)],
        [t('reports.care.referral'), money(data.referral)],
        [t('reports.care.cost'), money(data.cost)],
    ];
    const compared = data.basis === 'comparison';
    return (
        <>
            <Panel>
                {data.verdict ? (
                    <div className={classes.verdict} data-tone={tone}>
                        <Scale size={26} strokeWidth={1.6} aria-hidden />
                        <div className="column tight" role="status">
                            <p>{t(`reports.care.verdict.${data.verdict}`)}</p>
                            {low && high && data.verdict !== 'no_cost' ? <p data-fact>{t('reports.care.between', { low: money(low.net), high: money(high.net) })}</p> : null}
                            <p className="dim">{compared ? t('reports.care.basis.comparison', { count: data.arms.find((one) => one.arm === 'comparison')?.clients ?? 0 }) : t('reports.care.basis.assumption', { count: data.comparison_least })}</p>
                            {data.negative_twice ? <p className="bad">{t('reports.care.twice')}</p> : null}
                        </div>
                    </div>
                ) : (
                    <EmptyState icon={Scale} title={t('reports.care.none')} text={reason_text(i18n, data.reason)} />
                )}
            </Panel>
            {data.verdict ? (
                <div className={classes.rates}>
                    <Tile answer={made('care_net', t('reports.care.net'), money(data.net), parts)} shown={short(data.net)} tone={tone} note={data.before_net === null ? null : t('reports.care.before', { value: short(data.before_net) ?? '' })} />
                    <Tile answer={made('care_return', t('reports.care.return'), percent(data.return_bp) ?? t('value.unknown'), parts)} shown={percent(data.return_bp)} note={low && high ? t('reports.care.range', { low: percent(low.return_bp) ?? '–', high: percent(high.return_bp) ?? '–' }) : null} />
                    <Tile answer={made('care_break_even', t('reports.care.break_even'), data.break_even_bp === null ? t('value.unknown') : points(data.break_even_bp), [[t('reports.care.cost'), money(data.cost)], [t('reports.care.margin'), money(data.margin)]])} shown={data.break_even_bp === null ? null : points(data.break_even_bp)} note={t('reports.care.break_even_note')} />
                    <Tile answer={made('care_payback', t('reports.care.payback'), data.payback_months === null ? t('value.unknown') : i18n.number(data.payback_months, 1), [[t('reports.care.cost'), money(data.cost)], [t('reports.care.benefit'), money(data.benefit)]])} shown={data.payback_months === null ? null : t('reports.months_of', { count: i18n.number(data.payback_months, 1) })} />
                </div>
            ) : null}
            <Panel title={t('reports.assumptions')} note={compared ? t('reports.care.measured', { retention: points(data.lift_retention_bp), growth: points(data.lift_growth_bp) }) : t('reports.care.assumed')}>
                <div className="column">
                    <TierChoice tiers={data.tiers} />
                    <Assumptions label={t('reports.assumptions')}>
                        <Assume name="lift_retention" label={t('reports.care.lift_retention')} usual={data.assumed_retention_bp / 100} unit={t('reports.point_unit')} min={0} max={100} />
                        <Assume name="lift_growth" label={t('reports.care.lift_growth')} usual={data.assumed_growth_bp / 100} unit={t('reports.point_unit')} min={0} max={100} />
                        <Assume name="cost" label={t('reports.care.cost_own')} usual={data.cost} unit={currency} min={0} />
                        <Assume name="referral" label={t('reports.care.referral_margin')} usual={data.referral_margin} unit={currency} min={0} />
                        <Assume name="attribution" label={t('reports.care.attribution')} usual={data.attribution_bp / 100} unit="%" min={0} max={100} />
                    </Assumptions>
                    <p className="small dim">{t(data.cost_source === 'ledger' ? 'reports.care.source.ledger' : 'reports.care.source.parameter')}</p>
                    {data.margin_is_revenue ? <Notice>{t('conc.margin_is_revenue')}</Notice> : null}
                    {data.unknown || data.costs_without_rate ? <Notice>{t('reports.care.left_out', { clients: data.unknown, costs: data.costs_without_rate })}</Notice> : null}
                </div>
            </Panel>
            {data.estimates.length ? (
                <div className="halves">
                    <Panel flush title={t('reports.care.estimates')}>
                        <table className="table">
                            <thead><tr><th>{t('reports.care.estimate')}</th><th className="right">{t('reports.care.benefit')}</th><th className="right">{t('reports.care.cost')}</th><th className="right">{t('reports.care.net')}</th><th className="right">{t('reports.care.return')}</th></tr></thead>
                            <tbody>
                                {data.estimates.map((one) => (
                                    <tr key={one.estimate}>
                                        <td>{t(`reports.care.estimate.${one.estimate}`)}</td>
                                        <Cell answer={made('care_benefit', t('reports.care.benefit'), money(one.benefit))} shown={money(one.benefit)} />
                                        <Cell answer={made('care_cost', t('reports.care.cost'), money(one.cost))} shown={money(one.cost)} />
                                        <Cell strong answer={made('care_net', t('reports.care.net'), money(one.net))} shown={money(one.net)} tone={Number(one.net) < 0 ? 'bad' : undefined} />
                                        <Cell answer={made('care_return', t('reports.care.return'), percent(one.return_bp) ?? t('value.unknown'))} shown={percent(one.return_bp) ?? '–'} />
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </Panel>
                    <Panel flush title={t('reports.care.arms')} note={data.band_from !== null && data.band_to !== null ? t('reports.care.band', { from: short(data.band_from) ?? '', to: short(data.band_to) ?? '' }) : null}>
                        <table className="table">
                            <thead><tr><th>{t('reports.group')}</th><th className="right">{t('reports.group.clients')}</th><th className="right">{t('reports.care.kept')}</th><th className="right">{t('reports.care.grown')}</th></tr></thead>
                            <tbody>
                                {data.arms.map((one) => {
                                    const rate = (code: string, title: string, value: number | null, error: string | null) => <Cell answer={made(code, title, percent(value) ?? t('value.unknown'), error === null ? [] : [[t('reports.care.error'), t('reports.points', { value: i18n.number(error, 2) })]])} shown={value === null ? '–' : `${i18n.percent(value)}${error === null ? '' : ` ± ${i18n.number(error, 1)}`}`} />;
                                    return (
                                        <tr key={one.arm}>
                                            <td>{t(`reports.care.arm.${one.arm}`)}</td>
                                            <Cell answer={made('care_arm', t(`reports.care.arm.${one.arm}`), i18n.number(one.clients), [[t('reports.start'), money(one.start)], [t('reports.end'), money(one.end)]])} shown={i18n.number(one.clients)} />
                                            {rate('care_kept', t('reports.care.kept'), one.retention_bp, one.retention_error)}
                                            {rate('care_grown', t('reports.care.grown'), one.expansion_bp, one.expansion_error)}
                                        </tr>
                                    );
                                })}
                            </tbody>
                        </table>
                    </Panel>
                </div>
            ) : null}
            {data.items.length ? (
                <Panel flush title={t('reports.care.clients')} note={t('reports.care.clients_note', { count: data.total })}>
                    <table className="table">
                        <thead><tr><th>{t('reports.rows.client')}</th><th>{t('reports.renewals.tier')}</th><th className="right">{t('reports.care.margin')}</th><th className="right">{t('reports.care.benefit')}</th><th className="right">{t('reports.care.cost')}</th><th className="right">{t('reports.care.net')}</th></tr></thead>
                        <tbody>
                            {data.items.map((one) => {
                                const rows: AnswerRows = { client: one.account_id, tab: 'figures', name: one.name };
                                const cell = (code: string, title: string, value: string | null, strong?: boolean) => <Cell strong={strong} answer={made(code, title, money(value), [], rows)} shown={value === null ? '–' : money(value)} tone={strong && Number(value) < 0 ? 'bad' : undefined} />;
                                return (
                                    <tr key={one.account_id}>
                                        <td>
                                            <Link to="/clients/$id" params={{ id: one.account_id }}>{one.name}</Link>
                                            {one.negative_twice ? <div className="small bad">{t('reports.care.twice_short')}</div> : null}
                                        </td>
                                        <td><TierBadge tier={one.tier} /></td>
                                        {cell('care_margin', t('reports.care.margin'), one.margin)}
                                        {cell('care_benefit', t('reports.care.benefit'), one.benefit)}
                                        {cell('care_cost', t('reports.care.cost'), one.cost)}
                                        {cell('care_net', t('reports.care.net'), one.net, true)}
                                    </tr>
                                );
                            })}
                        </tbody>
                    </table>
                </Panel>
            ) : null}
        </>
    );
}

function TierChoice({ tiers }: { tiers: Tier[] }) {
    const { t } = useI18n();
    const { change } = use_question();
    return (
        <div className="row wrap">
            <span className="small dim">{t('reports.care.tiers')}</span>
            <Chips label={t('reports.care.tiers')}>
                {(['A', 'B', 'C', 'D'] as const).map((one) => {
                    const next = tiers.includes(one) ? tiers.filter((other) => other !== one) : [...tiers, one].sort();
                    return <Chip key={one} pressed={tiers.includes(one)} onClick={() => (next.length ? change({ tiers: next.join(',') === 'A,B' ? undefined : next.join(',') }) : undefined)}>{one}</Chip>;
                })}
            </Chips>
        </div>
    );
}
