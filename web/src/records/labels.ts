// Labels of fields and enumerators come from the core's catalogue; the app's own texts fill the gaps.
import type { I18n } from '../i18n/provider';
import type { TextKey } from '../i18n/runtime';

/** Why clients leave, as the core knows it. */
export const leave_reasons = ['price', 'service', 'product', 'competitor', 'closed_down', 'other', 'unknown'] as const;

export function field_label(i18n: I18n, entity: string, field: string): string {
    const own = i18n.t(`${entity}.${field}` as TextKey);
    return (
        i18n.label(`${entity}.${field}`) ??
        i18n.label(`${entity}.field.${field}`) ??
        (own === `${entity}.${field}` ? field.replace(/_(id|on|at|bp)$/, '').replaceAll('_', ' ') : own)
    );
}

/** A choice in the core's words, else in the app's own, else as it is stored. */
export function choice_label(i18n: I18n, entity: string, field: string, value: string): string {
    const key = `${field}.${value}`;
    const own = i18n.t(key as TextKey);
    return i18n.label(`${entity}.${key}`) ?? i18n.label(key) ?? (own === key ? value : own);
}

const iso_day = /^\d{4}-\d{2}-\d{2}$/;
const iso_instant = /^\d{4}-\d{2}-\d{2}T/;

/** Any stored value as a person reads it (history of changes, conflicts, previews). */
export function value_text(i18n: I18n, entity: string, field: string, value: unknown): string {
    if (value === null || value === undefined || value === '') return i18n.t('value.none');
    if (typeof value === 'boolean') return i18n.t(value ? 'value.yes' : 'value.no');
    if (typeof value === 'number') return field.endsWith('_bp') ? i18n.percent(value) : i18n.number(value, 4);
    if (typeof value === 'string') {
        if (iso_day.test(value)) return i18n.day(value);
        if (iso_instant.test(value)) return i18n.instant(value);
        return choice_label(i18n, entity, field, value);
    }
    if (Array.isArray(value)) return value.map((one) => value_text(i18n, entity, field, one)).join(', ');
    if (typeof value === 'object' && 'amount' in value && 'currency' in value)
        return i18n.money(value as { amount: string; currency: string });
    return JSON.stringify(value);
}
