// How criteria, points and their values are written.
import type { AccountScore, ScoreLine } from '../api/types';
import type { I18n } from '../i18n/provider';
import type { TextKey } from '../i18n/runtime';

export function criterion_label(i18n: I18n, criterion: { code?: string; criterion?: string; label: string | null }): string {
    const code = criterion.code ?? criterion.criterion ?? '';
    if (criterion.label && criterion.label !== code) return criterion.label;
    const own = i18n.t(`criterion.${code}` as TextKey);
    return own !== `criterion.${code}` ? own : code;
}

/** 7250 basis points of a hundred points are 72,50. */
export const score_text = (i18n: I18n, basis_points: number | null): string =>
    basis_points === null ? i18n.t('value.unknown') : i18n.fixed((basis_points / 100).toFixed(2), 2);

export function line_value(i18n: I18n, line: ScoreLine, currency: string): string {
    if (line.value === null) {
        const own = i18n.t(`value_reason.${line.value_reason ?? 'no_data'}` as TextKey);
        return own.startsWith('value_reason.') ? i18n.t('value.unknown') : own;
    }
    if (line.value_kind === 'money') return i18n.money_short({ amount: line.value, currency });
    if (line.value_kind === 'ratio') return i18n.percent(Math.round(Number(line.value) * 10_000));
    return i18n.number(line.value, 2);
}

/** The part of a criterion in the score: its weight over the weights of the criteria whose points are known; null when its own are not. */
export function effective_weight_bp(score: AccountScore, line: ScoreLine): number | null {
    if (line.points_bp === null) return null;
    const known = score.lines.reduce((sum, one) => sum + (one.points_bp === null ? 0 : one.weight), 0);
    return known > 0 ? (line.weight / known) * 10_000 : null;
}
