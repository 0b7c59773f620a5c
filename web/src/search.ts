// What the address may say about each screen: filters, sorting, columns and the open tab live in the URL.

type Raw = Record<string, unknown>;
const text = (raw: Raw, key: string): string | undefined => {
    const value = raw[key];
    return value === undefined || value === null || value === '' ? undefined : String(value);
};
const flag = (raw: Raw, key: string): true | undefined => (String(raw[key]) === 'true' ? true : undefined);
function clean<T extends object>(value: T): T {
    return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}

export interface ClientsSearch {
    q?: string;
    tier?: string;
    lifecycle?: string;
    lead?: string;
    archived?: true;
    sort?: string;
    columns?: string;
    create?: true;
}
export const clients_search = (raw: Raw): ClientsSearch =>
    clean({
        q: text(raw, 'q'),
        tier: text(raw, 'tier'),
        lifecycle: text(raw, 'lifecycle'),
        lead: text(raw, 'lead'),
        archived: flag(raw, 'archived'),
        sort: text(raw, 'sort'),
        columns: text(raw, 'columns'),
        create: flag(raw, 'create'),
    });

export const client_tabs = ['overview', 'people', 'contracts', 'figures', 'history'] as const;
export type ClientTab = (typeof client_tabs)[number];
export interface ClientSearch {
    tab?: ClientTab;
    /** Of the Figures tab: kinds of lines separated by commas, first and last month. */
    kind?: string;
    from?: string;
    to?: string;
}
const month = (raw: Raw, key: string): string | undefined => (/^\d{4}-\d{2}$/.test(text(raw, key) ?? '') ? text(raw, key) : undefined);
export const client_search = (raw: Raw): ClientSearch =>
    clean({
        tab: client_tabs.find((one) => one === raw['tab'] && one !== 'overview'),
        kind: text(raw, 'kind'),
        from: month(raw, 'from'),
        to: month(raw, 'to'),
    });

export interface MapSearch {
    tier?: string;
    lead?: string;
    lifecycle?: string;
    view?: 'list';
}
export const map_search = (raw: Raw): MapSearch =>
    clean({
        tier: text(raw, 'tier'),
        lead: text(raw, 'lead'),
        lifecycle: text(raw, 'lifecycle'),
        view: raw['view'] === 'list' ? ('list' as const) : undefined,
    });

export const segmentation_tabs = ['model', 'overrides', 'concentration'] as const;
export type SegmentationTab = (typeof segmentation_tabs)[number];
export interface SegmentationSearch {
    tab?: SegmentationTab;
}
export const segmentation_search = (raw: Raw): SegmentationSearch =>
    clean({ tab: segmentation_tabs.find((one) => one === raw['tab'] && one !== 'model') });

export const team_tabs = ['load', 'plan', 'people', 'risks'] as const;
export type TeamTab = (typeof team_tabs)[number];
export interface TeamSearch {
    tab?: TeamTab;
    user?: string;
}
export const team_search = (raw: Raw): TeamSearch =>
    clean({ tab: team_tabs.find((one) => one === raw['tab'] && one !== 'load'), user: text(raw, 'user') });

export const settings_tabs = ['firm', 'me', 'offerings', 'rates', 'data'] as const;
export type SettingsTab = (typeof settings_tabs)[number];
export interface SettingsSearch {
    tab?: SettingsTab;
}
export const settings_search = (raw: Raw): SettingsSearch =>
    clean({ tab: settings_tabs.find((one) => one === raw['tab'] && one !== 'firm') });

/** Reports that exist, in the order of their tabs; the first lives at `/reports` itself. */
export const report_tabs = ['overview', 'retention', 'concentration', 'renewals', 'value', 'what_if', 'care'] as const;
export type ReportTab = (typeof report_tabs)[number];
export const split_choices = ['manager', 'tier', 'industry_code', 'country', 'size_band', 'lifecycle', 'care_model', 'city', 'family'] as const;
export type SplitBy = (typeof split_choices)[number];
/** The question of a report; what is absent has the value people ask for most. All reports understand the same question. */
export interface ReportSearch {
    /** The day; today when absent. */
    as_of?: string;
    /** Months; twelve when absent. */
    window?: string;
    base?: 'contracts';
    known?: 'then';
    by?: SplitBy;
    /** Clients counted together with the groups they belong to. */
    group?: true;
    tier?: string;
    manager?: string;
    country?: string;
    industry_code?: string;
    size_band?: string;
    lifecycle?: string;
    care_model?: string;
    city?: string;
    /** Only the money of one family of offerings. */
    family?: string;
    /** How the answer is shown: months of a cohort's step, shares of what, table instead of the chart, growth by product. */
    step?: '1' | '12';
    cells?: 'revenue';
    view?: 'table';
    growth?: true;
    /** The open list of clients behind a figure: of which one, and of which part of the split. */
    rows?: string;
    part?: string;
    /** Of the value of customers: weeks ahead, margin and interest in percent. */
    horizon?: string;
    margin?: string;
    discount?: string;
    /** Of „What if“: weights as `volume:40,potential:10`, thresholds, percent of price, clients who leave. */
    weights?: string;
    threshold_a?: string;
    threshold_b?: string;
    threshold_c?: string;
    price?: string;
    leaving?: string;
    /** Assumptions on care: tiers with care, percents, money and hours a year. */
    tiers?: string;
    lift_retention?: string;
    lift_growth?: string;
    cost?: string;
    referral?: string;
    attribution?: string;
    win?: string;
    rate?: string;
    hours_a?: string;
    hours_b?: string;
    hours_c?: string;
    hours_d?: string;
}
const one_of = <T extends string>(raw: Raw, key: string, choices: readonly T[]): T | undefined => choices.find((one) => one === raw[key]);
const day = (raw: Raw, key: string): string | undefined => (/^\d{4}-\d{2}-\d{2}$/.test(text(raw, key) ?? '') ? text(raw, key) : undefined);
const months = (raw: Raw, key: string): string | undefined => {
    const count = Number(text(raw, key));
    return Number.isInteger(count) && count >= 1 && count <= 60 && count !== 12 ? String(count) : undefined;
};
const amount = (raw: Raw, key: string, least: number, most: number): string | undefined => {
    const value = text(raw, key);
    return value !== undefined && /^-?\d+(\.\d{1,4})?$/.test(value) && Number(value) >= least && Number(value) <= most ? value : undefined;
};
const matching = (raw: Raw, key: string, shape: RegExp): string | undefined => (shape.test(text(raw, key) ?? '') ? text(raw, key) : undefined);
const of_insights = (raw: Raw) => ({
    horizon: amount(raw, 'horizon', 1, 520),
    margin: amount(raw, 'margin', 1, 100),
    discount: amount(raw, 'discount', 0, 100),
    weights: matching(raw, 'weights', /^[a-z0-9_]+:\d{1,3}(,[a-z0-9_]+:\d{1,3})*$/),
    threshold_a: amount(raw, 'threshold_a', 0, 100),
    threshold_b: amount(raw, 'threshold_b', 0, 100),
    threshold_c: amount(raw, 'threshold_c', 0, 100),
    price: amount(raw, 'price', -20, 20),
    leaving: matching(raw, 'leaving', /^acc_[0-9a-z]{26}(,acc_[0-9a-z]{26})*$/),
    tiers: matching(raw, 'tiers', /^[ABCD](,[ABCD]){0,3}$/),
    lift_retention: amount(raw, 'lift_retention', 0, 100),
    lift_growth: amount(raw, 'lift_growth', 0, 100),
    cost: amount(raw, 'cost', 0, 1e12),
    referral: amount(raw, 'referral', 0, 1e12),
    attribution: amount(raw, 'attribution', 0, 100),
    win: amount(raw, 'win', 0, 100),
    rate: amount(raw, 'rate', 0, 1e6),
    hours_a: amount(raw, 'hours_a', 0, 10_000),
    hours_b: amount(raw, 'hours_b', 0, 10_000),
    hours_c: amount(raw, 'hours_c', 0, 10_000),
    hours_d: amount(raw, 'hours_d', 0, 10_000),
});
export const reports_search = (raw: Raw): ReportSearch =>
    clean({
        as_of: day(raw, 'as_of'),
        window: months(raw, 'window'),
        base: one_of(raw, 'base', ['contracts']),
        known: one_of(raw, 'known', ['then']),
        by: one_of(raw, 'by', split_choices),
        group: flag(raw, 'group'),
        tier: text(raw, 'tier'),
        manager: text(raw, 'manager'),
        country: text(raw, 'country'),
        industry_code: text(raw, 'industry_code'),
        size_band: text(raw, 'size_band'),
        lifecycle: text(raw, 'lifecycle'),
        care_model: text(raw, 'care_model'),
        city: text(raw, 'city'),
        family: text(raw, 'family'),
        step: one_of(raw, 'step', ['1', '12']),
        cells: one_of(raw, 'cells', ['revenue']),
        view: one_of(raw, 'view', ['table']),
        growth: flag(raw, 'growth'),
        rows: text(raw, 'rows'),
        part: text(raw, 'part'),
        ...of_insights(raw),
    });

export interface StartSearch {
    step?: string;
    run?: string;
}
export const start_search = (raw: Raw): StartSearch => clean({ step: text(raw, 'step'), run: text(raw, 'run') });

export interface TokenSearch {
    token?: string;
}
export const token_search = (raw: Raw): TokenSearch => clean({ token: text(raw, 'token') });

/** Plain `?key=value` addresses; nothing is quoted or guessed to be a number. */
export function parse_search(search: string): Raw {
    return Object.fromEntries(new URLSearchParams(search));
}
export function stringify_search(search: Raw): string {
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(search))
        if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
    const result = params.toString().replaceAll('%2C', ',');
    return result ? `?${result}` : '';
}
