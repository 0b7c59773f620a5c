// Figures of one client: money, share, score and their months.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { accounts_summary, revenue_query, score_query } from '../../api/queries';
import type { AccountScore } from '../../api/types';
import { sum_amounts } from '../../i18n/format';
import { useI18n, type I18n } from '../../i18n/provider';
import { use_session } from '../../session';
import { ExplanationBody, type Explanation } from '../../ui/Explain';
import type { AccountFacts } from '../Figure';
import { kinds_of, months_back, type KindSet } from '../ledger_kinds';
import { criterion_label, line_value, score_text } from '../score_words';
import type { Figures } from '.';

/** To the document lines of one client: which kinds, which months. */
export function LedgerLink({ account_id, set, from, to }: { account_id: string; set?: KindSet; from?: string; to?: string }) {
    const { t } = useI18n();
    return <Link to="/clients/$id" params={{ id: account_id }} search={{ tab: 'figures', kind: set && kinds_of[set], from, to }}>{t('rows.ledger')}</Link>;
}
export function ClientLink({ id, name }: { id: string; name?: string }) {
    const { t } = useI18n();
    return <Link to="/clients/$id" params={{ id }}>{name ?? t('rows.client')}</Link>;
}

/** The twelve closed months behind the figures of a client. */
function use_year(account: AccountFacts) {
    const revenue = useQuery(revenue_query(account.id, false));
    const to = revenue.data?.as_of ?? undefined;
    return { months: (revenue.data?.months ?? []).slice(-12), from: to && months_back(to, 11), to, missing: revenue.data?.rates_missing ?? [] };
}

/** Without the rate of a currency the figure is not known, and that is the first thing to say. */
function with_missing(i18n: I18n, formula: string, missing: { currency: string }[]): string {
    if (!missing.length) return formula;
    return `${i18n.t('client.rates_missing', { currencies: [...new Set(missing.map((one) => one.currency))].join(', ') })} ${formula}`;
}

function Revenue12({ account }: { account: AccountFacts }) {
    const i18n = useI18n();
    const { t } = i18n;
    const currency = use_session().workspace.base_currency;
    const year = use_year(account);
    const money = (amount: string) => i18n.money({ amount, currency });
    return (
        <ExplanationBody
            explanation={{
                title: t('account.revenue_12m'),
                formula: with_missing(i18n, t('explain.revenue_12m'), year.missing),
                lines: year.months
                    .filter((month) => month.revenue !== null && Number(month.revenue) !== 0)
                    .map((month) => ({ label: i18n.day(`${month.month}-01`, 'month'), value: money(month.revenue ?? '0') })),
                total: account.revenue_12m ? { label: t('score.total'), value: money(account.revenue_12m) } : undefined,
                as_of: year.to ? i18n.month(year.to) : null,
                rows: <LedgerLink account_id={account.id} set="revenue" from={year.from} to={year.to} />,
            }}
        />
    );
}

function Margin12({ account }: { account: AccountFacts }) {
    const i18n = useI18n();
    const { t } = i18n;
    const currency = use_session().workspace.base_currency;
    const year = use_year(account);
    const money = (amount: string) => i18n.money({ amount, currency });
    return (
        <ExplanationBody
            explanation={{
                title: t('account.margin_12m'),
                formula: with_missing(i18n, t('explain.margin_12m'), year.missing),
                lines: account.revenue_12m && account.margin_12m && year.to
                    ? [
                          { label: t('account.revenue_12m'), value: money(account.revenue_12m) },
                          { label: t('explain.cost'), value: `−\u00a0${money(sum_amounts(year.months.map((month) => month.cost)))}` },
                      ]
                    : [],
                total: account.margin_12m ? { label: t('account.margin_12m'), value: money(account.margin_12m) } : undefined,
                as_of: year.to ? i18n.month(year.to) : null,
                rows: <LedgerLink account_id={account.id} set="margin" from={year.from} to={year.to} />,
            }}
        />
    );
}

function Share({ account }: { account: AccountFacts }) {
    const i18n = useI18n();
    const { t } = i18n;
    const currency = use_session().workspace.base_currency;
    const everybody = useQuery(accounts_summary({}));
    const year = use_year(account);
    const money = (amount: string) => i18n.money({ amount, currency });
    return (
        <ExplanationBody
            explanation={{
                title: t('client.share'),
                formula: with_missing(i18n, t('explain.share'), year.missing),
                lines: account.revenue_12m && everybody.data?.revenue_12m
                    ? [
                          { label: t('account.revenue_12m'), value: money(account.revenue_12m) },
                          { label: t('client.revenue_of_all'), value: money(everybody.data.revenue_12m) },
                      ]
                    : [],
                total: account.revenue_share_bp == null ? undefined : { label: t('account.share'), value: i18n.percent(account.revenue_share_bp, 2) },
                as_of: everybody.data?.as_of ? i18n.month(everybody.data.as_of) : null,
                rows: <Link to="/segmentation" search={{ tab: 'concentration' }}>{t('rows.concentration')}</Link>,
            }}
        />
    );
}

function score_explanation(i18n: I18n, score: AccountScore): Explanation {
    const { t } = i18n;
    return {
        title: t('score.title'),
        formula: t('explain.score'),
        lines: score.lines.map((line) => ({
            label: `${criterion_label(i18n, line)} · ${line.points_bp === null ? '–' : i18n.number(line.points_bp / 100, 1)} × ${i18n.number(line.weight, 2)}`,
            value: line.contribution_bp === null ? '–' : score_text(i18n, line.contribution_bp),
        })),
        total: { label: t('score.total'), value: score_text(i18n, score.total_bp) },
        as_of: score.as_of ? i18n.day(score.as_of.length === 7 ? `${score.as_of}-01` : score.as_of) : null,
        rows: <Link to="/clients/$id" params={{ id: score.account_id }}>{t('rows.score')}</Link>,
    };
}

function Score({ account }: { account: AccountFacts }) {
    const i18n = useI18n();
    const { t } = i18n;
    const score = useQuery(score_query(account.id, account.score_bp !== null));
    if (score.data) return <ExplanationBody explanation={score_explanation(i18n, score.data)} />;
    return <ExplanationBody explanation={{ title: t('score.title'), formula: t('explain.score'), total: { label: t('score.total'), value: score_text(i18n, account.score_bp) }, rows: <ClientLink id={account.id} /> }} />;
}

/** What the points of a criterion mean depends on what it measures. */
const line_formula = { money: 'explain.line.money', ratio: 'explain.line.ratio', points: 'explain.line.points', number: 'explain.line.number' } as const;
const set_of_kind = { money: 'margin', ratio: 'cost_to_serve', points: undefined, number: undefined } as const;

export const client_figures: Figures<
    'revenue_12m' | 'margin_12m' | 'share' | 'score' | 'last_revenue' | 'client_since' | 'tier' | 'score_line' | 'score_then' | 'month' | 'ledger' | 'ledger_sum'
> = {
    revenue_12m: ({ of }) => <Revenue12 account={of.account} />,
    margin_12m: ({ of }) => <Margin12 account={of.account} />,
    share: ({ of }) => <Share account={of.account} />,
    score: ({ of }) => <Score account={of.account} />,
    last_revenue: function LastRevenue({ of: { account } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const month = account.last_revenue_on?.slice(0, 7);
        return <ExplanationBody explanation={{ title: t('account.last_revenue_on'), formula: t('explain.last_revenue'), total: account.last_revenue_on ? { label: t('account.last_revenue_on'), value: i18n.day(account.last_revenue_on) } : undefined, rows: <LedgerLink account_id={account.id} set="revenue" from={month} to={month} /> }} />;
    },
    client_since: function ClientSince({ of: { account } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const first = account.first_revenue_on;
        return (
            <ExplanationBody
                explanation={{
                    title: t('account.client_since'),
                    formula: t('explain.client_since'),
                    lines: [
                        { label: t('account.client_since'), value: account.client_since ? i18n.day(account.client_since) : t('value.none') },
                        { label: i18n.label('account.first_revenue_on') ?? '', value: first ? i18n.day(first) : t('value.none') },
                    ],
                    rows: first ? <LedgerLink account_id={account.id} set="revenue" from={first.slice(0, 7)} to={first.slice(0, 7)} /> : <Link to="/clients/$id" params={{ id: account.id }} search={{ tab: 'history' }}>{t('client.tab.history')}</Link>,
                }}
            />
        );
    },
    tier: function Tier({ of: { score, account_id } }) {
        const i18n = useI18n();
        const { t } = i18n;
        if (!score.override) return <ExplanationBody explanation={{ ...score_explanation(i18n, score), title: t('client.tier_why') }} />;
        const { override } = score;
        return (
            <ExplanationBody
                explanation={{
                    title: t('client.tier_why'),
                    formula: t('client.tier_override', { name: override.decided_by_name ?? '', day: override.decided_on ? i18n.day(override.decided_on) : '', reason: override.reason ?? '' }),
                    lines: [
                        ...(override.review_on ? [{ label: t('tier_form.review'), value: i18n.day(override.review_on) }] : []),
                        { label: t('tier_form.proposed'), value: score.proposed_tier ?? '–' },
                        { label: t('score.total'), value: score_text(i18n, score.total_bp) },
                    ],
                    rows: <Link to="/clients/$id" params={{ id: account_id }} search={{ tab: 'history' }}>{t('client.tab.history')}</Link>,
                }}
            />
        );
    },
    score_line: function Line({ of: { score, line, currency } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const facts = useQuery({ ...revenue_query(score.account_id, false), enabled: line.source === 'computed' });
        const to = facts.data?.as_of ?? undefined;
        const set = set_of_kind[line.value_kind];
        return (
            <ExplanationBody
                explanation={{
                    title: criterion_label(i18n, line),
                    formula: `${t(line_formula[line.value_kind])} ${t('explain.line.part')}`,
                    lines: [
                        { label: t('score.value'), value: line.value !== null && line.value_kind === 'money' ? i18n.money({ amount: line.value, currency }) : line_value(i18n, line, currency) },
                        ...(line.percentile_bp === null ? [] : [{ label: t('explain.percentile'), value: i18n.percent(line.percentile_bp) }]),
                        { label: t('score.points'), value: line.points_bp === null ? '–' : i18n.fixed(line.points_bp / 100, 2) },
                        { label: t('score.weight'), value: i18n.number(line.weight, 2) },
                        { label: t('explain.known_weights'), value: i18n.number(score.lines.reduce((sum, one) => sum + (one.points_bp === null ? 0 : one.weight), 0), 2) },
                        ...(line.judged_on ? [{ label: t('explain.judged_by'), value: `${line.judged_by_name ?? ''} ${i18n.day(line.judged_on)}` }] : []),
                    ],
                    total: { label: t('score.contribution'), value: line.contribution_bp === null ? '–' : score_text(i18n, line.contribution_bp) },
                    as_of: line.judgement_reason ? undefined : to && i18n.month(to),
                    rows: set ? (
                        <LedgerLink account_id={score.account_id} set={set} from={to && months_back(to, 11)} to={to} />
                    ) : (
                        <Link to="/clients/$id" params={{ id: score.account_id }} search={{ tab: 'history' }}>{t('rows.history')}</Link>
                    ),
                }}
            />
        );
    },
    score_then: function ScoreThen({ of: { item, account_id } }) {
        const i18n = useI18n();
        const { t } = i18n;
        return (
            <ExplanationBody
                explanation={{
                    title: t('score.title'),
                    formula: t('explain.score'),
                    lines: [{ label: t('tier_form.proposed'), value: item.proposed_tier ?? '–' }, { label: t('rows.model'), value: t('score.model', { version: item.model_version }) }],
                    total: { label: t('score.total'), value: score_text(i18n, item.total_bp) },
                    as_of: i18n.day(item.as_of),
                    rows: <Link to="/clients/$id" params={{ id: account_id }}>{t('rows.score')}</Link>,
                }}
            />
        );
    },
    month: function MonthFigures({ of: { account_id, month, currency, group } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const money = (amount: string | null) => (amount === null ? t('value.unknown') : i18n.money({ amount, currency }));
        return (
            <ExplanationBody
                explanation={{
                    title: i18n.day(`${month.month}-01`, 'month'),
                    formula: `${t('explain.month')}${group ? ` ${t('explain.group_note')}` : ''}`,
                    lines: [
                        { label: t('client.revenue_word'), value: money(month.revenue) },
                        { label: t('explain.cost'), value: month.cost === null ? money(null) : `−\u00a0${money(month.cost)}` },
                    ],
                    total: { label: t('client.margin_word'), value: money(month.margin) },
                    as_of: t('ledger.count', { count: month.entries }),
                    rows: <LedgerLink account_id={account_id} from={month.month} to={month.month} />,
                }}
            />
        );
    },
    ledger_sum: function LedgerSum({ of }) {
        const i18n = useI18n();
        const { t } = i18n;
        const label = t(of.what === 'revenue' ? 'client.revenue_word' : 'ledger.costs');
        return <ExplanationBody explanation={{ title: label, formula: t('explain.ledger_sum'), lines: [{ label: t('explain.entries'), value: i18n.number(of.entries) }], total: { label, value: i18n.money({ amount: of.amount, currency: of.currency }) }, rows: <a href={of.csv} download>{t('rows.csv')}</a> }} />;
    },
    ledger: function Ledger({ of: { row } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const currency = row.currency ?? 'CZK';
        return (
            <ExplanationBody
                explanation={{
                    title: row.offering_name ?? row.description ?? row.document_no ?? t('ledger.amount'),
                    formula: t('explain.ledger'),
                    lines: [
                        ...(row.quantity === null ? [] : [{ label: t('ledger.quantity'), value: i18n.number(row.quantity, 4) }]),
                        ...(row.unit_price === null ? [] : [{ label: t('ledger.unit_price'), value: i18n.number(row.unit_price, 4) }]),
                        ...(row.document_no ? [{ label: t('explain.document'), value: row.document_no }] : []),
                        ...(row.service_month ? [{ label: t('explain.service_month'), value: i18n.month(row.service_month) }] : []),
                        ...(row.import_run_name ? [{ label: t('explain.imported'), value: row.import_run_name }] : []),
                    ],
                    total: { label: t('ledger.amount'), value: i18n.money({ amount: row.amount, currency }) },
                    rows: row.import_run_id ? <Link to="/import/$id" params={{ id: row.import_run_id }}>{t('rows.import')}</Link> : row.account_id ? <LedgerLink account_id={row.account_id} from={row.service_month ?? undefined} to={row.service_month ?? undefined} /> : null,
                }}
            />
        );
    },
};
