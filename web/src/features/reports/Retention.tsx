// What stayed of the clients and of their money, how the start became the end, who kept what, how long clients stay.
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { indicator_rows_query, overview_query, retention_query } from '../../api/reports';
import type { RetentionReport } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { Figure, FigureBody, type Asked } from '../../records/Figure';
import { kinds_of } from '../../records/ledger_kinds';
import { params_of } from '../../records/reports/question';
import { reason_name, reason_text, signed } from '../../records/reports/words';
import { Waterfall } from '../../ui/charts';
import { ChartLine } from '../../ui/icons';
import { EmptyState, ErrorNotice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { Cohorts } from './Cohorts';
import { Groups } from './Groups';
import { Growth } from './Growth';
import { IndicatorCard } from './IndicatorCard';
import { ChartOrTable } from './ChartOrTable';
import { ReportPage, use_question } from './ReportPage';
import classes from './reports.module.css';

export function Retention() {
    const { search } = use_question();
    const params = { ...params_of(search, 'split'), step: search.step };
    const answer = useQuery(retention_query(params));
    // The same question as the overview asks, so going from one to the other costs nothing.
    const trends = useQuery(overview_query(params_of(search)));
    const { data } = answer;
    const asked: Asked | null = data ? { period: data.period, search } : null;
    const trend_of = (code: string) => trends.data?.items.find((one) => one.value.code === code)?.trend ?? [];
    return (
        <ReportPage tab="retention" families period={data?.period} file={params} split>
            {answer.isError ? <ErrorNotice problem={answer.error} retry={() => void answer.refetch()} /> : null}
            {data && asked ? (
                <>
                    <div className={classes.rates}>
                        {data.values.map((value) => <IndicatorCard key={value.code} value={value} trend={trend_of(value.code)} asked={asked} />)}
                    </div>
                    <Steps data={data} asked={asked} />
                    <Groups data={data} asked={asked} />
                    <Growth asked={asked} />
                    <Cohorts data={data} asked={asked} />
                </>
            ) : answer.isError ? null : (
                <div className={classes.rates}>{Array.from({ length: 4 }, (_, index) => <div key={index} className={classes.card} style={{ height: 176 }} />)}</div>
            )}
        </ReportPage>
    );
}

function Steps({ data, asked }: { data: RetentionReport; asked: Asked }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { search, change } = use_question();
    const { currency } = data.period;
    if (!data.waterfall.length) {
        const reason = data.values.find((one) => one.reason)?.reason ?? null;
        return (
            <Panel title={t('reports.waterfall')}>
                <EmptyState icon={ChartLine} title={t('reports.no_compare')} text={reason_text(i18n, reason)}>
                    {reason === 'too_short' && data.period.window > 6 ? <Button variant="default" onClick={() => change({ window: data.period.window > 12 ? undefined : '6' })}>{t('reports.shorter')}</Button> : null}
                    {reason === 'no_books' ? <Link to="/import">{t('nav.import')}</Link> : null}
                </EmptyState>
            </Panel>
        );
    }
    const is_total = (step: string) => step === 'start' || step === 'end';
    const name = (step: string) => i18n.label(`waterfall_step.${step}`) ?? step;
    const text = (step: string, amount: string) => {
        const money = i18n.money_short({ amount, currency });
        return is_total(step) ? money : signed(Number(amount), money);
    };
    // A step that changed nothing would only be a gap between the bars; the table has all of them.
    const shown = data.waterfall.filter((line) => is_total(line.step) || Number(line.amount) !== 0);
    const credits = Number(data.credits_start) !== 0 || Number(data.credits_end) !== 0;
    const table = search.view === 'table';
    return (
        <div className={classes.two}>
            <Panel
                flush={table}
                title={t('reports.waterfall')}
                actions={<ChartOrTable />}
            >
                {table ? (
                    <table className="table">
                        <thead>
                            <tr>
                                <th>{t('reports.step')}</th>
                                <th className="right">{t('reports.group.clients')}</th>
                                <th className="right">{t('reports.amount')}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {data.waterfall.map((line) => (
                                <tr key={line.step}>
                                    <td className={is_total(line.step) ? 'strong' : undefined}>{name(line.step)}</td>
                                    <td className="right number">{line.step === 'rates' ? '–' : <Figure quiet of={{ figure: 'waterfall_clients', line, asked }}>{i18n.number(line.clients)}</Figure>}</td>
                                    <td className={`right number ${is_total(line.step) ? 'strong' : ''}`}><Figure quiet of={{ figure: 'waterfall', line, asked }}>{is_total(line.step) ? i18n.money({ amount: line.amount, currency }) : signed(Number(line.amount), i18n.money({ amount: line.amount, currency }))}</Figure></td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                ) : (
                    <Waterfall
                        label={t('reports.waterfall_label')}
                        axis={(value) => (value === 0 ? '0' : i18n.money_short({ amount: String(value), currency }))}
                        broken={(from) => t('reports.axis_from', { amount: i18n.money_short({ amount: String(from), currency }) })}
                        legend={[t('reports.legend.total'), t('reports.legend.up'), t('reports.legend.down')]}
                        explain={(bar) => {
                            const line = data.waterfall.find((one) => one.step === bar.key);
                            return line ? <FigureBody of={{ figure: 'waterfall', line, asked }} /> : null;
                        }}
                        bars={shown.map((line) => ({
                            key: line.step,
                            amount: Number(line.amount),
                            total: is_total(line.step),
                            name: name(line.step),
                            text: text(line.step, line.amount),
                            tip: [name(line.step), text(line.step, line.amount), ...(line.step === 'rates' ? [] : [t('reports.clients', { count: line.clients })])],
                        }))}
                    />
                )}
                {credits ? <p className={`small dim ${table ? classes.foot : ''}`}>{t('reports.credits', { start: i18n.money({ amount: data.credits_start, currency }), end: i18n.money({ amount: data.credits_end, currency }) })}</p> : null}
            </Panel>
            <div className="column loose">
                <Movers asked={asked} />
                <Panel flush={data.reasons.length > 0} title={t('reports.why_left')}>
                    {data.reasons.length === 0 ? (
                        <p className="dim">{t('reports.nobody_left')}</p>
                    ) : (
                        <table className="table">
                            <thead>
                                <tr>
                                    <th>{t('reports.reason')}</th>
                                    <th className="right">{t('reports.group.clients')}</th>
                                    <th className="right">{t('reports.lost_amount')}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {data.reasons.map((reason) => (
                                    <tr key={reason.reason ?? ''}>
                                        <td className={reason.reason === null ? 'dim' : undefined}>{reason_name(i18n, reason.reason)}</td>
                                        <td className="right number"><Figure quiet of={{ figure: 'leave_reason', measure: 'clients', reason, asked }}>{i18n.number(reason.clients)}</Figure></td>
                                        <td className="right number"><Figure quiet of={{ figure: 'leave_reason', measure: 'amount', reason, asked }}>{i18n.money_short({ amount: reason.amount, currency })}</Figure></td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    )}
                </Panel>
            </div>
        </div>
    );
}

/** The clients who moved the result most; each amount leads to its document lines of both periods. */
function Movers({ asked }: { asked: Asked }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { search } = use_question();
    const { period } = asked;
    const rows = useInfiniteQuery(indicator_rows_query('net_retention', params_of(search))).data?.pages[0]?.items ?? [];
    const moved = rows.filter((row) => Number(row.change) !== 0).slice(0, 5);
    if (!moved.length) return null;
    return (
        <Panel flush title={t('reports.movers')} actions={<Link className="small" to="/reports/retention" search={{ ...search, rows: 'net_retention', part: undefined }}>{t('rows.clients')}</Link>}>
            <ul className={classes.movers}>
                {moved.map((row) => {
                    const text = signed(Number(row.change), i18n.money_short({ amount: row.change ?? '0', currency: period.currency }));
                    return (
                        <li key={row.account_id}>
                            <Link className="clip" to="/clients/$id" params={{ id: row.account_id }}>{row.name}</Link>
                            {period.base === 'invoices' ? (
                                <Link className="number" to="/clients/$id" params={{ id: row.account_id }} search={{ tab: 'figures', kind: kinds_of.revenue, from: period.start_first, to: period.end_last }} aria-label={t('reports.rows.ledger', { amount: text, name: row.name })}><span className={Number(row.change) < 0 ? 'bad' : undefined}>{text}</span></Link>
                            ) : (
                                <span className="number" data-fact>{text}</span>
                            )}
                        </li>
                    );
                })}
            </ul>
        </Panel>
    );
}
