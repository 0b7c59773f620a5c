// The score line by line: value → points → weight → contribution. Contributions sum to the total exactly.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AccountScore, ScoreLine } from '../api/types';
import { useI18n } from '../i18n/provider';
import { StateMark } from '../ui/badges';
import { Notice } from '../ui/notices';
import { Figure, type FigureOf } from './Figure';
import { JudgeForm } from './forms';
import { criterion_label, effective_weight_bp, line_value, score_text } from './score_words';
import classes from './ScoreTable.module.css';

/** What the points are multiplied by: the weight's part of the weights that are known; the weight as it is set stands below where they differ. */
function Weight({ score, line, of }: { score: AccountScore; line: ScoreLine; of: FigureOf }) {
    const i18n = useI18n();
    const { t } = i18n;
    const part = effective_weight_bp(score, line);
    const set = i18n.number(line.weight, 2);
    if (part === null) return <Figure quiet of={of}><span className="dim">{t('score.set_weight', { weight: set })}</span></Figure>;
    return (
        <>
            <Figure quiet of={of}>{t('score.times', { weight: i18n.percent(part, 2) })}</Figure>
            {Math.abs(part - line.weight * 100) < 1 ? null : <div className="small dim" data-fact>{t('score.set_weight', { weight: set })}</div>}
        </>
    );
}

export function ScoreTable({ score, account_name, currency, can_judge }: { score: AccountScore; account_name: string; currency: string; can_judge: boolean }) {
    const i18n = useI18n();
    const { t } = i18n;
    const [judging, set_judging] = useState<ScoreLine | null>(null);
    const of = (line: ScoreLine) => ({ figure: 'score_line' as const, score, line, currency });
    return (
        <>
            <table className="table cards" data-columns="2">
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
                            <td className={`right number ${line.value === null ? 'dim' : ''}`} data-label={t('score.value')}><Figure quiet of={of(line)}>{line_value(i18n, line, currency)}</Figure></td>
                            <td className="right number" data-label={t('score.points')}>{line.points_bp === null ? '–' : <Figure quiet of={of(line)}>{i18n.fixed(line.points_bp / 100, 2)}</Figure>}</td>
                            <td className="right number" data-label={t('score.weight')}><Weight score={score} line={line} of={of(line)} /></td>
                            <td className="right number strong" data-label={t('score.contribution')}>
                                <div className={classes.part}>
                                    <span className={classes.bar} style={{ width: `${Math.max(0, line.contribution_bp ?? 0) / 100}%` }} aria-hidden="true" />
                                    {line.contribution_bp === null ? '–' : <Figure of={of(line)}>{score_text(i18n, line.contribution_bp)}</Figure>}
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
                        <td className="right number"><Figure of={{ figure: 'tier', account_id: score.account_id, score }}>{score_text(i18n, score.total_bp)}</Figure></td>
                    </tr>
                </tfoot>
            </table>
            {score.proposed_tier && score.proposed_tier !== score.tier && !score.override ? (
                <div className={classes.note}>
                    <Notice>{t('score.pending', { tier: `${score.proposed_tier} · ${t(`tier.${score.proposed_tier}`)}` })}</Notice>
                </div>
            ) : null}
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
