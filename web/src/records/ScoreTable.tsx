// The score line by line: value → points → weight → contribution. Contributions sum to the total exactly.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AccountScore, ScoreLine } from '../api/types';
import { useI18n, type I18n } from '../i18n/provider';
import type { TextKey } from '../i18n/runtime';
import { StateMark } from '../ui/badges';
import { Notice } from '../ui/notices';
import { JudgeForm } from './forms';
import classes from './ScoreTable.module.css';

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

export function ScoreTable({ score, account_name, currency, can_judge }: { score: AccountScore; account_name: string; currency: string; can_judge: boolean }) {
    const i18n = useI18n();
    const { t } = i18n;
    const [judging, set_judging] = useState<ScoreLine | null>(null);
    return (
        <>
            <table className="table">
                <thead>
                    <tr>
                        <th>{t('score.criterion')}</th>
                        <th className="right">{t('score.value')}</th>
                        <th className="right">{t('score.points')}</th>
                        <th className="right">{t('score.weight')}</th>
                        <th className="right">{t('score.contribution')}</th>
                    </tr>
                </thead>
                <tbody>
                    {score.lines.map((line) => (
                        <tr key={line.criterion}>
                            <td>
                                <div className="strong">{criterion_label(i18n, line)}</div>
                                <div className="small dim row wrap">
                                    {line.source === 'judged' ? (
                                        line.judged_on ? (
                                            <span title={line.judgement_reason ?? undefined}>{t('score.judged_by', { name: line.judged_by_name ?? '', day: i18n.day(line.judged_on) })}</span>
                                        ) : (
                                            <span>{t('score.judged')}</span>
                                        )
                                    ) : (
                                        <span>{t('score.computed')}</span>
                                    )}
                                    {line.stale ? <StateMark kind="warn">{t('score.stale')}</StateMark> : null}
                                    {line.source === 'judged' && can_judge ? (
                                        <Button size="compact-xs" variant="subtle" onClick={() => set_judging(line)}>
                                            {t(line.judged_on ? 'score.judge_again' : 'score.judge')}
                                        </Button>
                                    ) : null}
                                </div>
                            </td>
                            <td className={`right number ${line.value === null ? 'dim' : ''}`}>{line_value(i18n, line, currency)}</td>
                            <td className="right number">{line.points_bp === null ? '–' : i18n.fixed(line.points_bp / 100, 2)}</td>
                            <td className="right number">{t('score.times', { weight: i18n.number(line.weight, 2) })}</td>
                            <td className="right number strong">
                                <div className={classes.part}>
                                    <span className={classes.bar} style={{ width: `${Math.max(0, line.contribution_bp ?? 0) / 100}%` }} aria-hidden="true" />
                                    {line.contribution_bp === null ? '–' : score_text(i18n, line.contribution_bp)}
                                </div>
                            </td>
                        </tr>
                    ))}
                </tbody>
                <tfoot>
                    <tr>
                        <td colSpan={4}>
                            {t('score.total')}
                            {score.low_bp !== null && score.high_bp !== null && score.low_bp !== score.high_bp ? (
                                <span className="dim small">{` ${t('score.interval', { low: score_text(i18n, score.low_bp), high: score_text(i18n, score.high_bp) })}`}</span>
                            ) : null}
                        </td>
                        <td className="right number">{score_text(i18n, score.total_bp)}</td>
                    </tr>
                </tfoot>
            </table>
            {score.existential ? (
                <div className={classes.note}>
                    <Notice kind="warn">{t('score.existential')}</Notice>
                </div>
            ) : null}
            {score.incomplete ? (
                <div className={classes.note}>
                    <Notice kind="warn">{t('score.incomplete', { known: i18n.percent(score.known_weight_bp ?? 0, 0) })}</Notice>
                </div>
            ) : null}
            {judging ? (
                <JudgeForm
                    account_id={score.account_id}
                    account_name={account_name}
                    criterion={judging.criterion}
                    label={criterion_label(i18n, judging)}
                    value={judging.value === null ? null : Number(judging.value)}
                    close={() => set_judging(null)}
                />
            ) : null}
        </>
    );
}
