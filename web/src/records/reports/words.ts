// How figures of reports are said: values with their units, changes with their sign and tone, periods, parts of a split.
import type { AskedPeriod, IndicatorCode, IndicatorValue, TrendPoint } from '../../api/types';
import type { I18n } from '../../i18n/provider';
import type { TextKey } from '../../i18n/runtime';
import { tier_name } from '../../ui/badges';
import { day_before, none } from './question';

type Known = Pick<IndicatorValue, 'unit' | 'value_bp' | 'value'>;

export function indicator_name(i18n: I18n, code: string): string {
    return i18n.label(`indicator.${code}`) ?? code;
}
export function reason_text(i18n: I18n, reason: string | null): string {
    return (reason && i18n.label(`no_value.${reason}`)) || i18n.t('value.unknown');
}

/** The number behind a value or a point of its trend; null when there is none. */
export function number_of(value: Pick<Known, 'value_bp' | 'value'>): number | null {
    return value.value_bp ?? (value.value === null ? null : Number(value.value));
}

export function indicator_text(i18n: I18n, value: Known, currency: string, precise = false): string {
    if (number_of(value) === null) return i18n.label('indicator.not_enough_data') ?? i18n.t('value.unknown');
    switch (value.unit) {
        case 'ratio':
            return i18n.percent(value.value_bp ?? 0, precise ? 2 : 1, 1);
        case 'money':
            return precise ? i18n.money({ amount: value.value ?? '0', currency }) : i18n.money_short({ amount: value.value ?? '0', currency });
        case 'count':
            return i18n.number(value.value ?? '0', 1);
        case 'number':
            return i18n.number(value.value ?? '0', precise ? 2 : 0);
    }
}

export const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : text);

export interface Change {
    text: string;
    direction: 'up' | 'down' | 'same';
    tone: 'good' | 'bad' | 'none';
}
const less_is_better: ReadonlySet<IndicatorCode> = new Set<IndicatorCode>([
    'churn', 'contraction', 'top_share', 'top_five_share', 'concentration_index', 'existential_clients', 'late_clients', 'margin_variation',
]);

/** Against an earlier value: points of percent for shares, percent for money, pieces for counts. */
export function change_of(i18n: I18n, value: Pick<IndicatorValue, 'code'> & Known, before: Pick<TrendPoint, 'value_bp' | 'value'>, currency: string): Change | null {
    const now = number_of(value);
    const then = number_of(before);
    if (now === null || then === null) return null;
    const difference = now - then;
    const direction = difference > 0 ? 'up' : difference < 0 ? 'down' : 'same';
    const tone = direction === 'same' ? 'none' : (direction === 'up') !== less_is_better.has(value.code) ? 'good' : 'bad';
    if (direction === 'same') return { text: i18n.t('reports.no_change'), direction, tone };
    return { text: signed(difference, difference_text(i18n, value.unit, now, then, currency)), direction, tone };
}
function difference_text(i18n: I18n, unit: IndicatorValue['unit'], now: number, then: number, currency: string): string {
    const difference = now - then;
    if (unit === 'ratio') return i18n.t('reports.points', { value: i18n.number(difference / 100, 1) });
    if (unit === 'money') return then > 0 ? i18n.percent(Math.round((difference / then) * 10_000)) : i18n.money_short({ amount: String(difference), currency });
    return i18n.number(difference, unit === 'count' ? 1 : 0);
}

/** „11/2025–10/2026“; one month alone when the period has no more. */
export function months_text(i18n: I18n, first: string, last: string): string {
    return first === last ? i18n.month(first) : `${i18n.month(first)}\u2013${i18n.month(last)}`;
}
export function end_text(i18n: I18n, period: AskedPeriod): string {
    return period.base === 'contracts' ? i18n.day(period.as_of) : months_text(i18n, period.end_first, period.end_last);
}
export function start_text(i18n: I18n, period: AskedPeriod): string {
    return period.base === 'contracts' ? i18n.day(day_before(period.as_of, period.window)) : months_text(i18n, period.start_first, period.start_last);
}
/** What is compared with what, in one sentence. */
export function compared_text(i18n: I18n, period: AskedPeriod): string {
    return i18n.t(period.base === 'contracts' ? 'reports.compared_contracts' : 'reports.compared', { end: end_text(i18n, period), start: start_text(i18n, period) });
}

const regions = new Map<string, Intl.DisplayNames>();
export function country_name(i18n: I18n, code: string): string {
    let names = regions.get(i18n.language);
    if (!names) regions.set(i18n.language, (names = new Intl.DisplayNames([i18n.language], { type: 'region' })));
    try {
        return names.of(code.toUpperCase()) ?? code;
    } catch {
        return code;
    }
}

/** A value of a split or of a filter in words; `name` is what the server calls it. */
export function part_text(i18n: I18n, by: string, key: string | null, name?: string | null): string {
    if (key === null || key === none) return by === 'manager' ? i18n.t('clients.without_lead') : by === 'family' ? i18n.t('reports.no_family') : i18n.t('reports.unset');
    switch (by) {
        case 'manager':
        case 'family':
            return name ?? i18n.t('value.unknown');
        case 'tier':
            return `${key} · ${tier_name(i18n.t, key)}`;
        case 'country':
            return country_name(i18n, key);
        case 'lifecycle':
            return i18n.t(`lifecycle.${key}` as TextKey);
        default:
            return name ?? i18n.label(`account.${by}.${key}`) ?? i18n.label(`web.${by}.${key}`) ?? key;
    }
}
export function reason_name(i18n: I18n, reason: string | null): string {
    return reason === null ? i18n.t('reports.no_reason') : (i18n.label(`account.leave_reason_code.${reason}`) ?? reason);
}
/** The name of a cohort by the months in which its clients first bought. */
export function cohort_text(i18n: I18n, first: string, step: number): string {
    const year = first.slice(0, 4);
    if (step === 12) return year;
    if (step === 3) return i18n.t('reports.quarter', { quarter: Math.floor((Number(first.slice(5, 7)) - 1) / 3) + 1, year });
    return i18n.month(first);
}
