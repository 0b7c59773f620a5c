// What may be expected of customers who buy without a contract, and how sure that is.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { url_of } from '../../api/client';
import { value_query } from '../../api/reports';
import type { ValueReport } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { Figure, type Answer, type AnswerRows } from '../../records/Figure';
import { params_of, without_family } from '../../records/reports/question';
import { use_session } from '../../session';
import { ErrorNotice, Notice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { Assume, Assumptions } from './Assume';
import { ReportPage, use_question } from './ReportPage';
import { Cell, Tile, Waiting } from './Tile';
import classes from './reports.module.css';

export function Value() {
    const i18n = useI18n();
    const { t } = i18n;
    const { search } = use_question();
    const params = { ...params_of(without_family(search)), horizon: search.horizon, margin: search.margin, discount: search.discount };
    const answer = useQuery(value_query(params));
    const { data } = answer;
    const csv = url_of('/reports/value/file', { ...params, format: 'csv', language: i18n.language });
    return (
        <ReportPage tab="value" file={params} without_rate={data?.clients_without_rate} said={data ? t('reports.value.said', { day: i18n.day(data.as_of), count: data.customers }) : ''}>
            <Panel title={t('reports.value.title')}>
                <div className={classes.lead}>
                    <div className="column tight">
                        <p>{t('reports.value.lead')}</p>
                        <p className="dim">{t('reports.value.lead_single')}</p>
                    </div>
                    <Assumptions label={t('reports.assumptions')}>
                        <Assume name="horizon" label={t('reports.value.horizon')} usual={data?.horizon_weeks ?? 52} unit={t('reports.value.weeks')} min={1} max={520} />
                        <Assume name="margin" label={t('reports.value.margin')} usual={data ? data.margin_bp / 100 : null} unit="%" min={1} max={100} />
                        <Assume name="discount" label={t('reports.value.discount')} usual={data ? data.discount_bp / 100 : 10} unit="%" min={0} max={100} />
                    </Assumptions>
                </div>
            </Panel>
            {answer.isError ? <ErrorNotice problem={answer.error} retry={() => void answer.refetch()} /> : null}
            {!data && !answer.isError ? <Waiting count={4} /> : null}
            {data ? <Body data={data} csv={csv} /> : null}
        </ReportPage>
    );
}

function Body({ data, csv }: { data: ValueReport; csv: string }) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const currency = data.currency ?? session.workspace.base_currency;
    const money = (amount: string) => i18n.money({ amount, currency }, true);
    const short = (amount: string | null) => (amount === null ? null : i18n.money_short({ amount, currency }));
    const made = (code: string, title: string, value: string, lines: [string, string][] = [], rows: AnswerRows = { csv }): Answer => ({ code, title, value, lines, as_of: data.as_of, rows });
    const refusal = data.purchases_refusal ?? data.amounts_refusal;
    const number = (value: string | null, digits = 0) => (value === null ? null : i18n.number(value, digits));
    const unknown = t('value.unknown');
    const base: [string, string][] = [[t('reports.value.customers'), i18n.number(data.customers)], [t('reports.value.repeaters'), i18n.number(data.repeaters)], [t('reports.value.repeats'), i18n.number(data.repeats)]];
    const most = Math.max(1, ...data.segments.map((one) => one.customers));
    return (
        <>
            {data.nobody_seems_gone ? (
                <Notice>
                    <p>{i18n.label('fit_refusal.nobody_seems_gone')} {t('reports.value.upper_bound')}</p>
                    <p>{t('reports.value.advice')} <Link to="/reports" search={{ rows: 'late_clients' }}>{t('reports.value.advice_link')}</Link></p>
                </Notice>
            ) : null}
            {refusal ? (
                <Notice>
                    <p>{i18n.label(`fit_refusal.${refusal}`)} {t('reports.value.counts', { customers: data.customers, repeats: i18n.number(data.repeats) })}</p>
                    <p>{t('reports.value.advice')} <Link to="/reports" search={{ rows: 'late_clients' }}>{t('reports.value.advice_link')}</Link></p>
                </Notice>
            ) : (
                <div className={classes.rates}>
                    <Tile answer={made('value_total', t('reports.value.value'), data.value === null ? unknown : money(data.value), base)} shown={short(data.value)} note={t('reports.value.value_note', { count: data.horizon_weeks })} />
                    <Tile answer={made('value_purchases', t('reports.value.purchases'), number(data.expected_purchases, 1) ?? unknown, base)} shown={number(data.expected_purchases)} note={t('reports.value.purchases_note', { count: data.customers })} />
                    <Tile answer={made('value_single', t('reports.value.single'), data.value_without_repeat === null ? unknown : money(data.value_without_repeat), base)} shown={short(data.value_without_repeat)} note={t('reports.value.single_note', { count: data.without_repeat })} />
                    <Tile answer={made('value_active', t('reports.value.active'), number(data.active_customers, 1) ?? unknown, base)} shown={number(data.active_customers)} note={t('reports.value.active_note', { count: data.customers })} />
                </div>
            )}
            {data.items.length ? (
                <Panel flush title={t('reports.value.most')} note={t('reports.value.most_note')}>
                    <table className="table">
                        <thead>
                            <tr>
                                <th>{t('reports.rows.client')}</th>
                                <th className="right">{t('reports.value.repeats')}</th>
                                <th>{t('reports.value.last')}</th>
                                <th className="right">{t('reports.value.still')}</th>
                                <th className="right">{t('reports.value.purchases')}</th>
                                <th className="right">{t('reports.value.amount')}</th>
                                <th className="right">{t('reports.value.value')}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {data.items.map((one, index) => {
                                const rows: AnswerRows = one.account_id ? { client: one.account_id, tab: 'figures', name: one.name } : { csv };
                                const lines: [string, string][] = [[t('reports.value.repeats'), i18n.number(one.repeats)], [t('reports.value.first'), i18n.day(one.first_on)], [t('reports.value.last'), i18n.day(one.last_on)]];
                                return (
                                    <tr key={one.account_id ?? `${one.name}-${index}`}>
                                        <td>{one.account_id ? <Link to="/clients/$id" params={{ id: one.account_id }}>{one.name}</Link> : one.name}</td>
                                        <Cell answer={made('value_repeats', t('reports.value.repeats'), i18n.number(one.repeats), lines.slice(1), rows)} shown={i18n.number(one.repeats)} />
                                        <td data-fact className="number">{i18n.day(one.last_on)}</td>
                                        {one.active_bp === null && one.second_active_bp !== null ? (
                                            <Cell answer={made(one.active_reason === 'nobody_seems_gone' ? 'value_still_other' : 'value_still_second', t('reports.value.still'), i18n.percent(one.second_active_bp), lines, rows)} shown={i18n.percent(one.second_active_bp)} />
                                        ) : one.active_bp === null ? <td className="right dim">{i18n.label(`activity_reason.${one.active_reason ?? ''}`) ?? unknown}</td> : <Cell answer={made('value_still', t('reports.value.still'), i18n.percent(one.active_bp), lines, rows)} shown={i18n.percent(one.active_bp, 0)} />}
                                        <Cell answer={made('value_purchases', t('reports.value.purchases'), i18n.number(one.expected_purchases, 2), lines, rows)} shown={i18n.number(one.expected_purchases, 1)} />
                                        <Cell answer={made('value_amount', t('reports.value.amount'), money(one.expected_amount), lines, rows)} shown={money(one.expected_amount)} />
                                        <Cell strong answer={made('value_client', t('reports.value.value'), money(one.value), [[t('reports.value.purchases'), i18n.number(one.expected_purchases, 2)], [t('reports.value.amount'), money(one.expected_amount)], [t('reports.value.margin'), i18n.percent(data.margin_bp)]], rows)} shown={money(one.value)} />
                                    </tr>
                                );
                            })}
                        </tbody>
                    </table>
                </Panel>
            ) : null}
            {data.second_active_customers !== null ? <SecondOpinion data={data} made={made} money={money} base={base} /> : null}
            {data.second_refusal && !refusal && !data.nobody_seems_gone ? <p className="dim small">{t('reports.value.second_refused')} {i18n.label(`fit_refusal.${data.second_refusal}`)}</p> : null}
            {data.segments.length ? (
                <Panel title={t('reports.value.segments')} note={t('reports.value.segments_note')}>
                    <table className={classes.segments}>
                        <thead className="visually-hidden">
                            <tr><th>{t('reports.value.segment')}</th><th>{t('reports.share')}</th><th>{t('reports.group.clients')}</th><th>{t('reports.amount')}</th></tr>
                        </thead>
                        <tbody>
                            {data.segments.map((one) => {
                                const name = i18n.label(`rfm_segment.${one.segment ?? ''}`) ?? t('reports.unset');
                                const answer = made('value_segment', name, t('reports.clients', { count: one.customers }), [[t('reports.amount'), money(one.amount)]]);
                                return (
                                    <tr key={one.segment ?? ''}>
                                        <th scope="row">{name}</th>
                                        <td><div className={classes.track} aria-hidden="true"><i style={{ width: `${(one.customers / most) * 100}%` }} /></div></td>
                                        <Cell strong answer={answer} shown={i18n.number(one.customers)} />
                                        <Cell answer={answer} shown={i18n.money_short({ amount: one.amount, currency })} />
                                    </tr>
                                );
                            })}
                        </tbody>
                    </table>
                </Panel>
            ) : null}
            <details className={classes.fold}>
                <summary>{t('reports.value.expert')}</summary>
                <div className="column" style={{ padding: '0 16px 16px' }}>
                    <p className="dim small">{t('reports.value.expert_text')}</p>
                    {data.parameters.length ? (
                        <table className="table">
                            <thead><tr><th>{t('reports.value.model')}</th><th>{t('reports.value.parameter')}</th><th className="right">{t('reports.value.estimate')}</th><th className="right">{t('reports.value.error')}</th></tr></thead>
                            <tbody>
                                {data.parameters.map((one) => (
                                    <tr key={one.model + one.name}>
                                        <td>{i18n.label(`fitted_model.${one.model}`) ?? one.model}</td>
                                        <td>{one.name}</td>
                                        <Cell answer={made('value_parameter', one.name, one.value)} shown={i18n.number(one.value, 4)} />
                                        {one.standard_error === null ? <td className="right dim">{unknown}</td> : <Cell answer={made('value_parameter', t('reports.value.error'), one.standard_error)} shown={i18n.number(one.standard_error, 4)} />}
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    ) : null}
                    <dl className={classes.expert}>
                        {([
                            ['value_likelihood', t('reports.value.likelihood_purchases'), number(data.purchases_log_likelihood, 4)],
                            ['value_likelihood', t('reports.value.likelihood_second', { count: data.second_customers }), number(data.second_log_likelihood, 4)],
                            ['value_likelihood', t('reports.value.likelihood_amounts'), number(data.amounts_log_likelihood, 4)],
                            ['value_correlation', t('reports.value.correlation'), data.correlation_bp === null ? null : i18n.fixed((data.correlation_bp / 10_000).toFixed(2), 2)],
                        ] as const).map(([code, title, value]) => (
                            <div key={title}><dt>{title}</dt><dd>{value === null ? <span className="dim">{unknown}</span> : <Figure of={{ figure: 'answer', answer: made(code, title, value, base) }}>{value}</Figure>}</dd></div>
                        ))}
                    </dl>
                </div>
            </details>
        </>
    );
}

type Made = (code: string, title: string, value: string, lines?: [string, string][]) => Answer;

/// Two models side by side: where they agree, the figure is worth more.
function SecondOpinion({ data, made, money, base }: { data: ValueReport; made: Made; money: (amount: string) => string; base: [string, string][] }) {
    const i18n = useI18n();
    const { t } = i18n;
    const number = (value: string | null) => (value === null ? null : i18n.number(value, 1));
    const amount = (value: string | null) => (value === null ? null : money(value));
    const lines: [string, string, string | null, string | null][] = [
        ['value_purchases', t('reports.value.purchases'), number(data.expected_purchases), number(data.second_expected_purchases)],
        ['value_active', t('reports.value.active_repeat'), number(data.active_customers), number(data.second_active_customers)],
        ['value_active_single', t('reports.value.active_once'), null, number(data.second_active_without_repeat)],
        ['value_total', t('reports.value.value_within', { count: data.horizon_weeks }), amount(data.value), null],
        ['value_endless', t('reports.value.endless'), null, amount(data.endless_value)],
        ['value_endless', t('reports.value.active_single'), null, amount(data.endless_value_without_repeat)],
    ];
    const cell = (code: string, title: string, value: string | null) =>
        value === null ? <td className="right dim">–</td> : <Cell answer={made(code, title, value, base)} shown={value} />;
    return (
        <Panel flush title={t('reports.value.second')} note={t('reports.value.second_note')}>
            <table className="table">
                <thead>
                    <tr><th /><th className="right">{t('reports.value.first_model')}</th><th className="right">{t('reports.value.second_model')}</th></tr>
                </thead>
                <tbody>
                    {lines.map(([code, title, first, second], index) => (
                        <tr key={index}>
                            <th scope="row">{title}</th>
                            {cell(code, title, first)}
                            {cell(code, title, second)}
                        </tr>
                    ))}
                </tbody>
            </table>
        </Panel>
    );
}
