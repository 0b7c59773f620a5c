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

export const settings_tabs = ['firm', 'me', 'rates', 'data'] as const;
export type SettingsTab = (typeof settings_tabs)[number];
export interface SettingsSearch {
    tab?: SettingsTab;
}
export const settings_search = (raw: Raw): SettingsSearch =>
    clean({ tab: settings_tabs.find((one) => one === raw['tab'] && one !== 'firm') });

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
