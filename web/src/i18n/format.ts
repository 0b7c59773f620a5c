// Numbers, money, percent and dates as people in the chosen language write them. Amounts arrive as exact
// decimal strings and are formatted as such: they never become a binary fraction on the way.
import type { Language } from './runtime';

export interface MoneyValue {
    amount: string;
    currency: string;
}

const tag: Record<Language, string> = { cs: 'cs-CZ', en: 'en-GB' };
const cache = new Map<string, Intl.NumberFormat>();
const date_cache = new Map<string, Intl.DateTimeFormat>();

function number_format(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = language + JSON.stringify(options);
    let format = cache.get(key);
    if (!format) cache.set(key, (format = new Intl.NumberFormat(tag[language], options)));
    return format;
}
function date_format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = language + JSON.stringify(options);
    let format = date_cache.get(key);
    if (!format) date_cache.set(key, (format = new Intl.DateTimeFormat(tag[language], options)));
    return format;
}

const unbreakable = (text: string) => text.replace(/[ \u202f]/g, '\u00a0').replace(/^-/, '−');
const exact = (amount: string) => amount as unknown as number;

export function number_text(language: Language, value: number | string, digits = 0, least = 0): string {
    const options = { maximumFractionDigits: digits, minimumFractionDigits: least };
    return unbreakable(number_format(language, options).format(exact(String(value))));
}

/** Full amount to the minor unit, e.g. 1 234 567,89 Kč; whole amounts drop the zeros when `whole`. */
export function money_text(language: Language, money: MoneyValue, whole = false): string {
    const options: Intl.NumberFormatOptions = { style: 'currency', currency: money.currency };
    if (whole) options.maximumFractionDigits = options.minimumFractionDigits = 0;
    return unbreakable(number_format(language, options).format(exact(money.amount)));
}

/** Short amount for lists and headers, e.g. 32,4 mil. Kč. */
export function money_short(language: Language, money: MoneyValue): string {
    const size = Math.abs(Number(money.amount));
    const options: Intl.NumberFormatOptions = {
        style: 'currency',
        currency: money.currency,
        notation: size >= 10_000 ? 'compact' : 'standard',
        maximumFractionDigits: size >= 10_000 ? (size < 100_000 || size >= 1_000_000 ? 1 : 0) : 0,
        minimumFractionDigits: 0,
    };
    return unbreakable(number_format(language, options).format(exact(money.amount)));
}

/** Basis points as percent: 1234 is 12,3 %. */
export function percent_text(language: Language, basis_points: number, digits = 1, least = 0): string {
    const text = number_format(language, {
        style: 'percent',
        maximumFractionDigits: digits,
        minimumFractionDigits: least,
    }).format(basis_points / 10_000);
    return unbreakable(text);
}

export type DayStyle = 'short' | 'long' | 'month' | 'month_number';

/** A civil day `2026-11-23` is shown as that day whatever the zone of the browser. */
export function day_text(language: Language, day: string, style: DayStyle = 'short'): string {
    const [year, month, date] = day.split('-').map(Number);
    const value = new Date(Date.UTC(year ?? 1970, (month ?? 1) - 1, date ?? 1));
    const options: Intl.DateTimeFormatOptions =
        style === 'month_number'
            ? { month: 'numeric', year: 'numeric', timeZone: 'UTC' }
            : style === 'month'
            ? { month: 'short', year: 'numeric', timeZone: 'UTC' }
            : style === 'long'
              ? { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }
              : { day: 'numeric', month: language === 'cs' ? 'numeric' : 'short', year: 'numeric', timeZone: 'UTC' };
    return unbreakable(date_format(language, options).format(value));
}

/** The month for an axis: 11/26. */
export function month_tick(month: string): string {
    return `${Number(month.slice(5, 7))}/${month.slice(2, 4)}`;
}

export function instant_text(language: Language, instant: string, zone?: string): string {
    return unbreakable(
        date_format(language, {
            day: 'numeric',
            month: language === 'cs' ? 'numeric' : 'short',
            year: 'numeric',
            hour: 'numeric',
            minute: '2-digit',
            ...(zone ? { timeZone: zone } : {}),
        }).format(new Date(instant)),
    );
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['year', 31_557_600],
    ['month', 2_629_800],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
];

/** „před 6 dny“ */
export function ago_text(language: Language, instant: string, now: number): string {
    const seconds = (new Date(instant).getTime() - now) / 1000;
    const format = new Intl.RelativeTimeFormat(tag[language], { numeric: 'auto' });
    for (const [unit, size] of steps) {
        if (Math.abs(seconds) >= size) return unbreakable(format.format(Math.trunc(seconds / size), unit));
    }
    return unbreakable(format.format(0, 'second'));
}

/** Reads a day as people type it: 24.11., 24. 11. 2026, 24/11/26, 2026-11-24. Null when it is no day. */
export function parse_day(text: string, today: string): string | null {
    const clean = text.trim();
    const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(clean);
    const local = /^(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]?\s*(\d{4}|\d{2})?$/.exec(clean);
    let year: number, month: number, date: number;
    if (iso) [year, month, date] = [Number(iso[1]), Number(iso[2]), Number(iso[3])];
    else if (local) {
        [date, month] = [Number(local[1]), Number(local[2])];
        year = local[3] ? Number(local[3]) : Number(today.slice(0, 4));
        if (year < 100) year += 2000;
    } else return null;
    const value = new Date(Date.UTC(year, month - 1, date));
    if (value.getUTCMonth() !== month - 1 || value.getUTCDate() !== date) return null;
    return value.toISOString().slice(0, 10);
}

/** Reads „1 234,50“ or “1234.50” into an exact decimal string; null when it is no number. */
export function parse_amount(text: string): string | null {
    const clean = text.replace(/[\s\u00a0\u202f]/g, '').replace('−', '-');
    if (!/^-?\d+([.,]\d+)?$/.test(clean)) return null;
    return clean.replace(',', '.');
}

/** Exact sum of decimal strings with at most four places. */
export function sum_amounts(amounts: readonly (string | null)[]): string {
    let total = 0n;
    for (const amount of amounts) {
        if (amount === null) continue;
        const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(amount) ?? [];
        const units = BigInt(whole) * 10_000n + BigInt(part.padEnd(4, '0'));
        total += sign ? -units : units;
    }
    const size = total < 0n ? -total : total;
    const part = (size % 10_000n).toString().padStart(4, '0').replace(/0{1,2}$/, '');
    return `${total < 0n ? '-' : ''}${size / 10_000n}.${part}`;
}
