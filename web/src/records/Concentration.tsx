// How much the firm depends on its clients: top shares, HHI, Gini, the Pareto curve, and what happens if some leave.
import { Checkbox, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { concentration_query, loss_query } from '../api/queries';
import { month_tick } from '../i18n/format';
import { useI18n } from '../i18n/provider';
import { Figure, FigureBody } from './Figure';
import { may, use_session } from '../session';
import { Files } from './reports/Files';
import { StateMark } from '../ui/badges';
import { Lines } from '../ui/charts';
import { EmptyState, ErrorNotice, Notice } from '../ui/notices';
import { Kpi, Kpis, Panel } from '../ui/Page';

export function ConcentrationView() {
    const i18n = useI18n();
    const { t } = i18n;
    const [measure, set_measure] = useState('revenue');
    const [picked, set_chosen] = useState<string[] | null>(null);
    const answer = useQuery(concentration_query({ measure }));
    if (answer.isError) return <ErrorNotice problem={answer.error} retry={() => void answer.refetch()} />;
    if (!answer.data) return <div style={{ height: 400 }} />;
    const { data } = answer;
    if (data.clients === 0 || !data.from || !data.to) return <Panel><EmptyState title={t('conc.none')} text={t('client.no_revenue_text')}><Link to="/import">{t('nav.import')}</Link></EmptyState></Panel>;
    const chosen = picked ?? data.largest.slice(0, 1).map((one) => one.account_id);
    const money = (amount: string) => i18n.money_short({ amount, currency: data.currency });
    const period = t('conc.period', { from: i18n.month(data.from), to: i18n.month(data.to) });
    const top = (k: number) => {
        const found = data.top.find((one) => one.k === k);
        if (!found || found.share_bp === null) return <span className="dim">{t('value.unknown')}</span>;
        return (
            <Figure of={{ figure: 'top', count: k, data }}>
                <span className={k === 1 && found.share_bp >= 2500 ? 'bad' : k === 1 && found.share_bp >= 1000 ? 'warn' : undefined}>{i18n.percent(found.share_bp)}</span>
            </Figure>
        );
    };
    const toggle = (id: string) => set_chosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
    return (
        <div className="column" style={{ gap: 16 }}>
            <div className="row wrap apart">
                <SegmentedControl size="xs" aria-label={t('conc.measure')} value={measure} onChange={set_measure} data={[{ value: 'revenue', label: t('client.revenue_word') }, { value: 'margin', label: t('client.margin_word') }]} />
                <div className="row wrap">
                    <span className="dim small">{period} · {t('clients.count', { count: data.clients })}</span>
                    <Files name="concentration" params={{ measure }} say={t('reports.tab.concentration')} />
                </div>
            </div>
            <Kpis>
                <Kpi label={t('conc.top1')} hint={t('conc.share_hint', { measure })}>{top(1)}</Kpi>
                <Kpi label={t('conc.top3')} hint={t('conc.share_hint', { measure })}>{top(3)}</Kpi>
                <Kpi label={t('conc.top5')} hint={t('conc.share_hint', { measure })}>{top(5)}</Kpi>
                <Kpi label={t('conc.hhi')} hint={t('conc.hhi_hint', { measure })}>{data.hhi === null ? <span className="dim">{t('value.unknown')}</span> : <Figure of={{ figure: 'hhi', data }}>{i18n.number(data.hhi, 0)}</Figure>}</Kpi>
                <Kpi label={t('conc.gini')} hint={t('conc.gini_hint', { measure })}>{data.gini === null ? <span className="dim">{t('value.unknown')}</span> : <Figure of={{ figure: 'gini', data }}>{i18n.number(data.gini, 2)}</Figure>}</Kpi>
                <Kpi label={t('conc.effective')} hint={t('conc.effective_hint')}>{data.effective_clients === null ? <span className="dim">{t('value.unknown')}</span> : <Figure of={{ figure: 'effective', data }}>{i18n.number(data.effective_clients, 1)}</Figure>}</Kpi>
            </Kpis>
            <div className="halves">
                <Panel title={t('conc.pareto')} note={<Figure of={{ figure: 'abc', data }}>{t('conc.abc', { ...data.abc, measure })}</Figure>}>
                    <Lines
                        label={t('conc.pareto_label')}
                        kinds={['line']}
                        filled
                        height={260}
                        domain={[0, 10_000]}
                        axis={(value) => i18n.percent(value, 0)}
                        at={(point) => Number(point.key)}
                        explain={(point) => <FigureBody of={{ figure: 'pareto', rank: Number(point.key), data }} />}
                        points={data.pareto.map((point, index) => ({
                            key: String(point.rank),
                            values: [point.cumulative_bp],
                            tick: index === 0 || index === data.pareto.length - 1 || index % Math.max(1, Math.round(data.pareto.length / 6)) === 0 ? i18n.number(point.rank) : undefined,
                            tip: [t('conc.rank', { count: point.rank }), i18n.percent(point.cumulative_bp)],
                        }))}
                    />
                </Panel>
                <LossPanel ids={chosen} />
            </div>
            <Panel flush title={t('conc.largest')} note={t('conc.simulate_text')}>
                <table className="table cards" data-columns="2">
                    <thead>
                        <tr>
                            <th><span className="visually-hidden">{t('conc.simulate')}</span></th>
                            <th>{t('account.name')}</th>
                            <th className="right">{t(measure === 'margin' ? 'client.margin_word' : 'client.revenue_word')}</th>
                            <th className="right">{t('account.share')}</th>
                            <th className="right">{t('conc.cumulative')}</th>
                            <th>{t('conc.class', { measure })}</th>
                            <th />
                        </tr>
                    </thead>
                    <tbody>
                        {data.largest.map((item) => (
                            <tr key={item.account_id}>
                                <td data-pick><Checkbox size="xs" aria-label={t('conc.choose', { name: item.name })} checked={chosen.includes(item.account_id)} onChange={() => toggle(item.account_id)} /></td>
                                <td><Link to="/clients/$id" params={{ id: item.account_id }}>{item.name}</Link></td>
                                <td className="right number" data-label={t(measure === 'margin' ? 'client.margin_word' : 'client.revenue_word')}><Figure quiet of={{ figure: 'large_amount', item, data }}>{money(item.amount)}</Figure></td>
                                <td className="right number" data-label={t('account.share')}>{item.share_bp === null ? '–' : <Figure quiet of={{ figure: 'large_share', item, data }}>{i18n.percent(item.share_bp, 1, 1)}</Figure>}</td>
                                <td className="right number dim" data-label={t('conc.cumulative')}>{item.cumulative_bp === null ? '–' : <Figure quiet of={{ figure: 'large_cumulative', item, data }}>{i18n.percent(item.cumulative_bp, 1, 1)}</Figure>}</td>
                                <td data-label={t('conc.class', { measure })}>{item.class.toUpperCase()}</td>
                                <td>{item.existential ? <StateMark kind="bad">{t('conc.existential')}</StateMark> : null}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </Panel>
            {data.margin_is_revenue && measure === 'margin' ? <Notice>{t('conc.margin_is_revenue')}</Notice> : null}
            {data.excluded.length ? <Notice>{t('conc.excluded', { count: data.excluded.length })} {data.excluded.slice(0, 5).map((one) => one.name).join(', ')}</Notice> : null}
            {data.without_account && Number(data.without_account) !== 0 ? <div className="dim small"><Figure of={{ figure: 'without_account', data }}>{t('conc.without_account', { amount: money(data.without_account) })}</Figure></div> : null}
        </div>
    );
}

function LossPanel({ ids }: { ids: string[] }) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const loss = useQuery(loss_query(ids));
    const data = ids.length ? loss.data : undefined;
    return (
        <Panel title={t('conc.simulate')}>
            {loss.isError ? <ErrorNotice problem={loss.error} /> : null}
            {!data ? (
                <EmptyState title={t('conc.simulate_text')} />
            ) : (
                <div className="column">
                    <div className="row wrap baseline">
                        <b style={{ fontSize: '1.1875rem' }}><Figure of={{ figure: 'loss', loss: data }}>{data.no_threat ? t('loss.no_threat') : data.months_until_loss === null ? t('loss.unknown') : t('loss.months', { count: data.months_until_loss })}</Figure></b>
                        {data.share_bp === null ? null : <span className="dim"><Figure of={{ figure: 'loss', loss: data }}>{t('loss.share')} {i18n.percent(data.share_bp)}</Figure></span>}
                        {data.existential ? <StateMark kind="bad">{t('loss.existential')}</StateMark> : null}
                    </div>
                    {data.margin_is_revenue && !data.reason ? <Notice kind="warn">{t('loss.margin_is_revenue')}</Notice> : null}
                    {data.reason ? (
                        <Notice kind="warn">{t('loss.reason.fixed_costs_missing')} {may(session, 'workspace.update') ? <Link to="/settings">{t('loss.fill_costs')}</Link> : null}</Notice>
                    ) : (
                        <Lines
                            label={t('loss.chart')}
                            height={190}
                            kinds={['before', 'after']}
                            legend={[t('loss.stays'), t('loss.leaves')]}
                            guides={[0]}
                            axis={(value) => (value === 0 ? '0' : i18n.money_short({ amount: String(value), currency: data.currency }))}
                            explain={(point) => <FigureBody of={{ figure: 'loss', loss: data, month: point.key }} />}
                            points={data.timeline.map((point) => ({
                                key: point.month,
                                values: [Number(point.reserve_before), Number(point.reserve_after)],
                                tick: month_tick(point.month),
                                tip: [i18n.day(`${point.month}-01`, 'month'), i18n.money_short({ amount: point.reserve_after, currency: data.currency })],
                            }))}
                        />
                    )}
                </div>
            )}
        </Panel>
    );
}
