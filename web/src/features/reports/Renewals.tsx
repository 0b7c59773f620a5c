// What contracts secure, when they end, what of it is at risk, and how long contracts are kept.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { url_of } from '../../api/client';
import { renewals_query } from '../../api/reports';
import type { Renewal, RenewalMonth, RenewalsReport } from '../../api/types';
import { month_tick } from '../../i18n/format';
import { useI18n } from '../../i18n/provider';
import { days_between } from '../../records/contracts';
import { FigureBody, type Answer } from '../../records/Figure';
import { params_of, without_family } from '../../records/reports/question';
import { reason_text } from '../../records/reports/words';
import { use_session } from '../../session';
import { TierBadge } from '../../ui/badges';
import { Pairs } from '../../ui/charts';
import { Calendar } from '../../ui/icons';
import { EmptyState, ErrorNotice, Notice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { ChartOrTable } from './ChartOrTable';
import { ReportPage, use_question } from './ReportPage';
import { Cell, Tile, Waiting } from './Tile';
import classes from './reports.module.css';

export function Renewals() {
    const i18n = useI18n();
    const { t } = i18n;
    const { search } = use_question();
    const params = params_of(without_family(search));
    const answer = useQuery(renewals_query(params));
    const { data } = answer;
    return (
        <ReportPage tab="renewals" period={data?.period} file={params} said={data ? `${t('reports.renewals.said', { day: i18n.day(data.period.as_of) })}, ${t('clients.count', { count: data.period.clients_chosen })}` : ''}>
            {answer.isError ? <ErrorNotice problem={answer.error} retry={() => void answer.refetch()} /> : null}
            {!data && !answer.isError ? <Waiting count={4} /> : null}
            {data?.reason ? (
                <Panel>
                    <EmptyState icon={Calendar} title={reason_text(i18n, data.reason)} text={t('reports.renewals.none_text')}>
                        <Link to="/clients">{t('reports.renewals.add')}</Link>
                        <Link to="/import">{t('nav.import')}</Link>
                    </EmptyState>
                </Panel>
            ) : null}
            {data && !data.reason ? <Body data={data} csv={url_of('/reports/renewals/file', { ...params, format: 'csv', language: i18n.language })} /> : null}
        </ReportPage>
    );
}

function Body({ data, csv }: { data: RenewalsReport; csv: string }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { currency, as_of } = data.period;
    const money = (amount: string) => i18n.money({ amount, currency }, true);
    const short = (amount: string) => i18n.money_short({ amount, currency });
    const made = (code: string, title: string, value: string, lines: [string, string][] = []): Answer => ({ code, title, value, lines, as_of, rows: { csv } });
    const percent = (value: number | null) => (value === null ? null : i18n.percent(value));
    return (
        <>
            <div className={classes.rates}>
                <Tile
                    answer={made('renewals_secured', t('reports.renewals.secured'), money(data.contracted_12m), [
                        [t('reports.renewals.contracts'), i18n.number(data.contracts)],
                        [t('reports.renewals.annual'), money(data.annual_value)],
                        [t('reports.renewals.share'), percent(data.contracted_share_bp) ?? t('value.unknown')],
                    ])}
                    shown={short(data.contracted_12m)}
                    note={data.contracted_share_bp === null ? t('reports.renewals.no_share') : t('reports.renewals.share_of', { share: i18n.percent(data.contracted_share_bp) })}
                />
                <Tile answer={made('renewals_risk', t('reports.renewals.risk'), money(data.at_risk_180d))} shown={short(data.at_risk_180d)} note={t('reports.renewals.risk_note')} tone={Number(data.at_risk_180d) > 0 ? 'bad' : undefined} />
                <Tile
                    answer={made('renewals_deciders', t('reports.renewals.deciders'), percent(data.two_deciders_bp) ?? t('value.unknown'), [[t('reports.renewals.key_clients'), i18n.number(data.key_clients)]])}
                    shown={percent(data.two_deciders_bp)}
                    note={t('reports.renewals.of_key', { count: data.key_clients })}
                />
                <Tile answer={made('renewals_variation', t('reports.renewals.variation'), percent(data.margin_variation_bp) ?? t('value.unknown'))} shown={percent(data.margin_variation_bp)} note={t('reports.renewals.variation_note')} />
            </div>
            {data.unknown ? <Notice>{t('reports.renewals.unknown', { count: data.unknown })}</Notice> : null}
            <Months data={data} csv={csv} />
            <Ends data={data} />
            <Keeping data={data} csv={csv} />
        </>
    );
}

function Months({ data, csv }: { data: RenewalsReport; csv: string }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { search } = use_question();
    const { currency, as_of } = data.period;
    const table = search.view === 'table';
    const money = (amount: string) => i18n.money({ amount, currency }, true);
    const made = (line: RenewalMonth): Answer => ({
        code: 'renewals_month',
        title: i18n.month(line.month),
        value: money(line.annual_value),
        lines: [[t('reports.renewals.contracts'), i18n.number(line.contracts)], [t('reports.renewals.expected'), money(line.forecast)]],
        as_of,
        rows: { csv },
    });
    return (
        <Panel
            flush={table}
            title={t('reports.renewals.months')}
            note={t('reports.renewals.months_note')}
            actions={<ChartOrTable />}
        >
            {table ? (
                <table className="table cards">
                    <thead>
                        <tr>
                            <th>{t('reports.month')}</th>
                            <th className="right">{t('reports.renewals.contracts')}</th>
                            <th className="right">{t('reports.renewals.ending')}</th>
                            <th className="right">{t('reports.renewals.expected')}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {data.months.map((line) => (
                            <tr key={line.month}>
                                <td data-fact>{i18n.month(line.month)}</td>
                                <Cell label={t('reports.renewals.contracts')} answer={made(line)} shown={i18n.number(line.contracts)} />
                                <Cell label={t('reports.renewals.ending')} answer={made(line)} shown={money(line.annual_value)} />
                                <Cell label={t('reports.renewals.expected')} answer={made(line)} shown={money(line.forecast)} />
                            </tr>
                        ))}
                    </tbody>
                </table>
            ) : (
                <Pairs
                    label={t('reports.renewals.months')}
                    axis={(value) => (value === 0 ? '0' : i18n.money_short({ amount: String(value), currency }))}
                    legend={[t('reports.renewals.ending'), t('reports.renewals.expected')]}
                    pairs={data.months.map((line) => ({
                        key: line.month,
                        values: [Number(line.annual_value), Number(line.forecast)],
                        tick: month_tick(line.month),
                        tip: [i18n.month(line.month), `${t('reports.renewals.ending')}: ${money(line.annual_value)}`, `${t('reports.renewals.expected')}: ${money(line.forecast)}`, t('reports.renewals.count', { count: line.contracts })],
                    }))}
                    explain={(mark) => {
                        const line = data.months.find((one) => one.month === mark.key);
                        return line ? <FigureBody of={{ figure: 'answer', answer: made(line) }} /> : null;
                    }}
                />
            )}
        </Panel>
    );
}

function Ends({ data }: { data: RenewalsReport }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { currency, as_of } = data.period;
    const money = (amount: string) => i18n.money({ amount, currency }, true);
    const made = (one: Renewal, title: string, value: string): Answer => ({
        code: 'renewals_end',
        title,
        value,
        lines: [[t('reports.renewals.ending'), one.annual_value === null ? t('value.unknown') : money(one.annual_value)], [t('reports.renewals.chance'), i18n.percent(one.chance_bp, 0)]],
        as_of,
        rows: { client: one.account_id, tab: 'contracts', name: one.name },
    });
    return (
        <Panel flush title={t('reports.renewals.ends')} note={t('reports.renewals.ends_note')}>
            {data.items.length === 0 ? <EmptyState title={t('reports.renewals.no_ends')} /> : (
                <table className="table cards" data-columns="2">
                    <thead>
                        <tr>
                            <th>{t('reports.rows.client')}</th>
                            <th className="desktop-only">{t('reports.renewals.tier')}</th>
                            <th>{t('reports.renewals.notice')}</th>
                            <th>{t('reports.renewals.ends_on')}</th>
                            <th className="right">{t('reports.renewals.annual')}</th>
                            <th className="right">{t('reports.renewals.chance')}</th>
                            <th className="right">{t('reports.renewals.at_risk')}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {data.items.map((one) => (
                            <tr key={one.contract_id}>
                                <td>
                                    <Link to="/clients/$id" params={{ id: one.account_id }} search={{ tab: 'contracts' }}>{one.name}</Link>
                                    <div className="small dim">{one.contract}</div>
                                </td>
                                <td className="desktop-only"><TierBadge tier={one.tier} /></td>
                                <td data-fact data-label={t('reports.renewals.notice')}><Deadline day={one.notice_deadline_on} term_ends_on={one.term_ends_on} /></td>
                                <td data-fact className="number" data-label={t('reports.renewals.ends_on')}>
                                    {i18n.day(one.term_ends_on)}
                                    {one.auto_renew ? <div className="small dim">{t('reports.renewals.auto')}</div> : null}
                                </td>
                                <Cell strong label={t('reports.renewals.annual')} answer={made(one, t('reports.renewals.annual'), one.annual_value === null ? t('value.unknown') : money(one.annual_value))} shown={one.annual_value === null ? '–' : money(one.annual_value)} />
                                <Cell label={t('reports.renewals.chance')} answer={made(one, t('reports.renewals.chance'), i18n.percent(one.chance_bp, 0))} shown={i18n.percent(one.chance_bp, 0)} />
                                <Cell label={t('reports.renewals.at_risk')} answer={made(one, t('reports.renewals.at_risk'), one.at_risk === null ? t('value.unknown') : money(one.at_risk))} shown={one.at_risk === null ? '–' : money(one.at_risk)} />
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
        </Panel>
    );
}

/** The last day for notice with the days that are left; said in words, not by colour alone. */
export function Deadline({ day, term_ends_on }: { day: string | null; term_ends_on: string }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { today } = use_session();
    if (day === null) return <span className="dim">–</span>;
    const left = days_between(today, day);
    // It is too late for this term of one that renews itself: the day is that of the term after.
    const is_of_next_term = day >= term_ends_on;
    const said = is_of_next_term ? t('reports.renewals.next_term') : left < 0 ? t('reports.renewals.passed') : t('reports.renewals.days_left', { count: left });
    return (
        <span className="number">
            {i18n.day(day)}
            <span className={`small ${left >= 0 && left <= 30 ? 'bad' : 'dim'}`} style={{ display: 'block' }}>{said}</span>
        </span>
    );
}

function Keeping({ data, csv }: { data: RenewalsReport; csv: string }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { keeping } = data;
    const made = (code: string, title: string, value: string): Answer => ({ code, title, value, lines: [[t('reports.renewals.contracts'), i18n.number(keeping.contracts)]], as_of: data.period.as_of, rows: { csv } });
    return (
        <Panel title={t('reports.renewals.keeping')} note={t('reports.renewals.keeping_note', { count: keeping.contracts })}>
            {keeping.refusal ? (
                <div className="column tight">
                    <p>{i18n.label(`fit_refusal.${keeping.refusal}`) ?? t('value.unknown')}</p>
                    <p className="dim">{t('reports.renewals.keeping_advice')}</p>
                </div>
            ) : (
                <div className={classes.rates}>
                    {keeping.payments_to_come === null ? null : <Tile answer={made('keeping_payments', t('reports.renewals.payments'), i18n.number(keeping.payments_to_come, 2))} shown={i18n.number(keeping.payments_to_come, 1)} note={t('reports.renewals.payments_note', { count: keeping.period_months })} />}
                    {keeping.alpha === null ? null : <Tile answer={made('keeping_parameters', t('reports.renewals.alpha'), i18n.number(keeping.alpha, 4))} shown={i18n.number(keeping.alpha, 3)} />}
                    {keeping.beta === null ? null : <Tile answer={made('keeping_parameters', t('reports.renewals.beta'), i18n.number(keeping.beta, 4))} shown={i18n.number(keeping.beta, 3)} />}
                </div>
            )}
        </Panel>
    );
}
