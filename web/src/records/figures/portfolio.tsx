// Figures of the whole portfolio: totals, map, concentration and the loss of clients.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { accounts_list, accounts_summary, map_query, score_query } from '../../api/queries';
import type { Concentration, ScoreLine } from '../../api/types';
import { useI18n, type I18n } from '../../i18n/provider';
import { use_session } from '../../session';
import { ExplanationBody } from '../../ui/Explain';
import type { FigureOf, MapItem } from '../Figure';
import { criterion_label } from '../score_words';
import { ClientLink, LedgerLink } from './client';
import type { Figures } from '.';

function Largest() {
    const { t } = useI18n();
    return <Link to="/clients" search={{}}>{t('rows.largest')}</Link>;
}

/** Sum over the clients of a filter: the largest by name, the rest as a count, and all rows as a file. */
function Total({ of }: { of: Extract<FigureOf, { figure: 'total_revenue' | 'total_margin' }> }) {
    const i18n = useI18n();
    const { t } = i18n;
    const field = of.figure === 'total_revenue' ? 'revenue_12m' : 'margin_12m';
    const list = useInfiniteQuery(accounts_list({ ...of.filters, sort: `-${field}` }));
    const summary = useQuery(accounts_summary(of.filters));
    const shown = (list.data?.pages[0]?.items ?? []).filter((account) => account[field] !== null).slice(0, 5);
    const rest = of.count - shown.length;
    const money = (amount: string) => i18n.money({ amount, currency: of.currency });
    return (
        <ExplanationBody
            explanation={{
                title: t(of.figure === 'total_revenue' ? 'clients.total_revenue' : 'clients.total_margin'),
                formula: t(of.figure === 'total_revenue' ? 'explain.total' : 'explain.total_margin'),
                lines: [
                    ...shown.map((account) => ({ label: account.name, value: money(account[field] ?? '0') })),
                    ...(shown.length && rest > 0 ? [{ label: t('explain.and_more', { count: rest }), value: '' }] : []),
                ],
                total: { label: t('score.total'), value: money(of.amount) },
                as_of: summary.data?.as_of ? i18n.month(summary.data.as_of) : null,
                rows: <a href={of.csv} download>{t('rows.csv')}</a>,
            }}
        />
    );
}

const points = (i18n: I18n, basis_points: number | null) => (basis_points === null ? i18n.t('value.unknown') : i18n.number(basis_points / 100, 1));

/** Which axis of the map a criterion belongs to; the cost to serve belongs to neither. */
function axis_of(line: ScoreLine): 'x' | 'y' | null {
    if (line.criterion === 'volume' || line.criterion === 'relationship') return 'x';
    if (line.criterion === 'potential' || line.criterion === 'strategic') return 'y';
    return line.value_kind === 'money' ? 'x' : line.value_kind === 'ratio' ? null : 'y';
}

/** The criteria of the client's score, so that the weighted means of the axes can be followed. */
function MapPlace({ of }: { of: Extract<FigureOf, { figure: 'map_x' | 'map_y' | 'map_point' }> }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { item } = of;
    const score = useQuery(score_query(item.account_id, item.x_bp !== null || item.y_bp !== null));
    const axis = (of_line: 'x' | 'y', what: MapItem['x_bp'], label: string) => [
        ...(score.data?.lines ?? []).filter((line) => axis_of(line) === of_line).map((line) => ({
            label: `${criterion_label(i18n, line)} · ${t('score.weight').toLowerCase()} ${i18n.number(line.weight, 2)}`,
            value: <span className="dim">{points(i18n, line.points_bp)}</span>,
        })),
        { label, value: points(i18n, what) },
    ];
    return (
        <ExplanationBody
            explanation={{
                title: of.figure === 'map_point' ? item.name : t(of.figure === 'map_x' ? 'map.x_short' : 'map.y_short'),
                formula: t(of.figure === 'map_x' ? 'explain.map_x' : of.figure === 'map_y' ? 'explain.map_y' : 'explain.map_point'),
                lines: [
                    ...(of.figure === 'map_y' ? [] : axis('x', item.x_bp, t('map.x_short'))),
                    ...(of.figure === 'map_x' ? [] : axis('y', item.y_bp, t('map.y_short'))),
                ],
                total: of.figure === 'map_point' ? { label: t('account.margin_12m'), value: item.size === null ? t('value.unknown') : i18n.money({ amount: item.size, currency: of.currency }) } : undefined,
                as_of: score.data?.as_of ? i18n.day(score.data.as_of) : null,
                rows: <ClientLink id={item.account_id} />,
            }}
        />
    );
}

function period(i18n: I18n, data: Concentration): string | null {
    return data.from && data.to ? i18n.t('conc.period', { from: i18n.month(data.from), to: i18n.month(data.to) }) : null;
}
const amount = (i18n: I18n, data: Concentration, value: string) => i18n.money({ amount: value, currency: data.currency });

function Single({ of }: { of: Extract<FigureOf, { figure: 'hhi' | 'gini' | 'effective' | 'without_account' }> }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { data } = of;
    const title = t(of.figure === 'without_account' ? 'import.without_account' : `conc.${of.figure}`);
    const value = {
        hhi: i18n.number(data.hhi ?? '0', 2),
        gini: i18n.number(data.gini ?? '0', 4),
        effective: i18n.number(data.effective_clients ?? '0', 1),
        without_account: amount(i18n, data, data.without_account ?? '0'),
    }[of.figure];
    const largest = data.largest.slice(0, 5).map((one) => ({ label: one.name, value: one.share_bp === null ? '–' : i18n.percent(one.share_bp, 2) }));
    return (
        <ExplanationBody
            explanation={{
                title,
                formula: t(`explain.${of.figure}`),
                lines: of.figure === 'effective' ? [{ label: t('conc.hhi'), value: i18n.number(data.hhi ?? '0', 2) }] : of.figure === 'without_account' ? [] : [...largest, { label: t('nav.clients'), value: i18n.number(data.clients) }],
                total: { label: title, value },
                as_of: period(i18n, data),
                rows: of.figure === 'without_account' ? <Link to="/import">{t('nav.import')}</Link> : <Largest />,
            }}
        />
    );
}

function Large({ of }: { of: Extract<FigureOf, { figure: 'large_amount' | 'large_share' | 'large_cumulative' }> }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { data, item } = of;
    const before = data.largest.slice(0, data.largest.indexOf(item) + 1);
    const all = { label: t('client.revenue_of_all'), value: amount(i18n, data, data.total) };
    const share = (value: number | null) => (value === null ? t('value.unknown') : i18n.percent(value, 2));
    return (
        <ExplanationBody
            explanation={{
                title: of.figure === 'large_cumulative' ? t('conc.cumulative') : item.name,
                formula: t(of.figure === 'large_amount' ? 'explain.amount_of_client' : of.figure === 'large_share' ? 'explain.share_of_all' : 'explain.cumulative'),
                lines:
                    of.figure === 'large_cumulative'
                        ? [...before.slice(-6).map((one) => ({ label: one.name, value: amount(i18n, data, one.amount) })), all]
                        : of.figure === 'large_share'
                          ? [{ label: item.name, value: amount(i18n, data, item.amount) }, all]
                          : [],
                total:
                    of.figure === 'large_amount'
                        ? { label: t('explain.exact'), value: amount(i18n, data, item.amount) }
                        : { label: t(of.figure === 'large_share' ? 'account.share' : 'conc.cumulative'), value: share(of.figure === 'large_share' ? item.share_bp : item.cumulative_bp) },
                as_of: period(i18n, data),
                rows: of.figure === 'large_cumulative' ? <Largest /> : <LedgerLink account_id={item.account_id} set={data.measure} from={data.from ?? undefined} to={data.to ?? undefined} />,
            }}
        />
    );
}

export const portfolio_figures: Figures<
    | 'total_revenue' | 'total_margin' | 'map_x' | 'map_y' | 'map_point' | 'map_margin' | 'top' | 'abc' | 'hhi' | 'gini' | 'effective' | 'without_account'
    | 'large_amount' | 'large_share' | 'large_cumulative' | 'pareto' | 'loss' | 'affected'
> = {
    total_revenue: Total,
    total_margin: Total,
    map_x: MapPlace,
    map_y: MapPlace,
    map_point: MapPlace,
    map_margin: function MapMargin({ of: { item } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const currency = use_session().workspace.base_currency;
        const end = useQuery({ ...map_query({}), enabled: false }).data?.as_of ?? undefined;
        return <ExplanationBody explanation={{ title: item.name, formula: t('explain.margin_12m'), total: item.size === null ? undefined : { label: t('account.margin_12m'), value: i18n.money({ amount: item.size, currency }) }, as_of: end ? i18n.month(end) : null, rows: <LedgerLink account_id={item.account_id} set="margin" /> }} />;
    },
    top: function Top({ of: { count, data } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const found = data.top.find((one) => one.k === count);
        return (
            <ExplanationBody
                explanation={{
                    title: t(count === 1 ? 'conc.top1' : count === 3 ? 'conc.top3' : 'conc.top5'),
                    formula: t('explain.top', { count }),
                    lines: [...data.largest.slice(0, count).map((one) => ({ label: one.name, value: amount(i18n, data, one.amount) })), { label: t('client.revenue_of_all'), value: amount(i18n, data, data.total) }],
                    total: { label: t('account.share'), value: found?.share_bp === null || found === undefined ? t('value.unknown') : i18n.percent(found.share_bp, 2) },
                    as_of: period(i18n, data),
                    rows: <Largest />,
                }}
            />
        );
    },
    abc: function Abc({ of: { data } }) {
        const i18n = useI18n();
        const { t } = i18n;
        return (
            <ExplanationBody
                explanation={{
                    title: t('conc.abc', { ...data.abc, measure: data.measure }),
                    formula: t('explain.abc'),
                    lines: (['a', 'b', 'c'] as const).map((one) => ({ label: one.toUpperCase(), value: i18n.number(data.abc[one]) })),
                    total: { label: t('nav.clients'), value: i18n.number(data.clients) },
                    as_of: period(i18n, data),
                    rows: <Largest />,
                }}
            />
        );
    },
    hhi: Single,
    gini: Single,
    effective: Single,
    without_account: Single,
    large_amount: Large,
    large_share: Large,
    large_cumulative: Large,
    pareto: function Pareto({ of: { rank, data } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const point = data.pareto.find((one) => one.rank === rank);
        return (
            <ExplanationBody
                explanation={{
                    title: t('conc.rank', { count: rank }),
                    formula: t('explain.top', { count: rank }),
                    lines: [{ label: t('client.revenue_of_all'), value: amount(i18n, data, data.total) }],
                    total: { label: t('conc.cumulative'), value: point ? i18n.percent(point.cumulative_bp, 2) : '–' },
                    as_of: period(i18n, data),
                    rows: <Largest />,
                }}
            />
        );
    },
    loss: function Loss({ of: { loss, account_id, month } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const money = (value: string | null) => (value === null ? t('value.unknown') : i18n.money({ amount: value, currency: loss.currency }, true));
        const point = loss.timeline.find((one) => one.month === month);
        return (
            <ExplanationBody
                explanation={{
                    title: point ? i18n.day(`${point.month}-01`, 'month') : t(account_id ? 'loss.title' : 'conc.simulate'),
                    formula: t('explain.loss'),
                    lines: [
                        { label: t('loss.margin_before'), value: money(loss.monthly_margin_before) },
                        { label: t('loss.margin_after'), value: money(loss.monthly_margin_after) },
                        { label: t('loss.fixed_costs'), value: money(loss.fixed_monthly_costs) },
                        { label: t('loss.reserve'), value: money(loss.cash_reserve) },
                        { label: t('loss.share'), value: loss.share_bp === null ? t('value.unknown') : i18n.percent(loss.share_bp) },
                        ...(point ? [{ label: t('loss.stays'), value: money(point.reserve_before) }, { label: t('loss.leaves'), value: money(point.reserve_after) }] : []),
                    ],
                    total: loss.months_until_loss === null || point ? undefined : { label: t('loss.title'), value: t('loss.months', { count: loss.months_until_loss }) },
                    as_of: i18n.day(loss.on),
                    rows: account_id ? <LedgerLink account_id={account_id} set="margin" /> : <Link to="/settings">{t('rows.settings')}</Link>,
                }}
            />
        );
    },
    affected: function Affected({ of: { loss, account_id } }) {
        const i18n = useI18n();
        const { t } = i18n;
        return (
            <ExplanationBody
                explanation={{
                    title: t('loss.title'),
                    formula: t('explain.affected'),
                    lines: [
                        { label: t('account.lead'), value: loss.affected.lead_name ?? t('clients.without_lead') },
                        { label: t('rows.people'), value: <Link to="/clients/$id" params={{ id: account_id }} search={{ tab: 'people' }}>{i18n.number(loss.affected.contacts)}</Link> },
                    ],
                    total: { label: t('rows.products'), value: i18n.number(loss.affected.offerings) },
                    rows: <LedgerLink account_id={account_id} set="revenue" />,
                }}
            />
        );
    },
};
