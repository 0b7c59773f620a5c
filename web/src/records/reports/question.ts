// The question of a report: what the address says, what the server is asked, and how one is narrowed to the other.
import type { QueryParams } from '../../api/client';
import type { ReportSearch, SplitBy } from '../../search';
import { months_back } from '../ledger_kinds';

export const filter_keys = ['tier', 'manager', 'country', 'industry_code', 'size_band', 'lifecycle', 'care_model', 'city', 'family'] as const;
export type FilterKey = (typeof filter_keys)[number];
/** Stands in the address for clients without the value. */
export const none = 'none';

function condition(key: string, value: string | undefined): QueryParams {
    if (value === undefined) return {};
    // Of a manager only the days on which that person led a client count, as in the split by managers.
    if (key === 'family') return { family: value };
    if (key === 'manager') return value === none ? { 'lead_id[null]': true } : { scope: `manager:${value}` };
    return value === none ? { [`${key}[null]`]: true } : { [key]: value };
}

/** What the server is asked. The same goes to the screen, to the rows and to the files. */
export function params_of(asked: ReportSearch, split: 'split' | 'whole' = 'whole'): QueryParams {
    const search = of_known_families(asked);
    return {
        as_of: search.as_of,
        window: search.window,
        base: search.base,
        known: search.known,
        group: search.group,
        ...(split === 'split' ? { by: search.by } : {}),
        ...Object.assign({}, ...filter_keys.map((key) => condition(key, search[key]))),
    } as QueryParams;
}

/** The conditions on clients alone, as lists of clients understand them. */
export function list_filters(search: ReportSearch): QueryParams {
    const { manager, ...others } = without_family(search);
    return Object.assign({}, condition('lead_id', manager), ...filter_keys.filter((key) => key !== 'manager').map((key) => condition(key, others[key as Exclude<FilterKey, 'manager'>]))) as QueryParams;
}

/** The question as reports ask it that know nothing of families. */
export function without_family(search: ReportSearch): ReportSearch {
    return { ...search, family: undefined, by: search.by === 'family' ? undefined : search.by };
}

/** Families are known from invoices and as known now only: anything else is asked about all goods. */
export function of_known_families(search: ReportSearch): ReportSearch {
    return search.base === 'contracts' || search.known === 'then' ? without_family(search) : search;
}

/** A part of a split as the address names it: `tier:A`, `country:none`. */
export function part_of(by: string, key: string | null): string {
    return `${by}:${key ?? none}`;
}

/** The clients behind a figure of a part: the question with the condition of the part. */
export function rows_params(search: ReportSearch): QueryParams {
    const at = search.part?.indexOf(':') ?? -1;
    if (at < 0 || !search.part) return params_of(search);
    const key = search.part.slice(0, at);
    const value = search.part.slice(at + 1);
    if ((filter_keys as readonly string[]).includes(key)) return params_of({ ...search, [key]: value });
    return { ...params_of(search), ...condition(key, value) };
}

/** The same question about one group of the split only. */
export function narrowed(search: ReportSearch, by: SplitBy, key: string | null): ReportSearch {
    return question_only({ ...search, by: undefined, [by]: key ?? none });
}

/** Without what is opened on the screen: what goes along to another report. */
export function question_only(search: ReportSearch): ReportSearch {
    const { rows: _rows, part: _part, ...rest } = search;
    return rest;
}

export function filters_on(search: ReportSearch): FilterKey[] {
    return filter_keys.filter((key) => search[key] !== undefined);
}
export function without_filters(search: ReportSearch): ReportSearch {
    return { ...search, ...Object.fromEntries(filter_keys.map((key) => [key, undefined])) };
}

const iso = (year: number, month: number, date: number) => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);

/** Last days of the month, the quarter and the year before the day. */
export function closed_ends(today: string): { month: string; quarter: string; year: string } {
    const year = Number(today.slice(0, 4));
    const month = Number(today.slice(5, 7)) - 1;
    return { month: iso(year, month, 0), quarter: iso(year, month - (month % 3), 0), year: iso(year, 0, 0) };
}

export function last_day_of(month: string): string {
    return iso(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0);
}

/** The same day of an earlier month, or its last day where the month is shorter. */
export function day_before(day: string, months: number): string {
    const month = months_back(day.slice(0, 7), months);
    const last = last_day_of(month);
    return day.slice(8) > last.slice(8) ? last : `${month}-${day.slice(8)}`;
}
