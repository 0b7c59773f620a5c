// Two questions that accounting cannot answer, for the fifteen largest clients, answered with sliders.
import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { accounts_list, judgements_of_query } from '../../api/queries';
import { useI18n } from '../../i18n/provider';
import { Figure } from '../../records/Figure';
import { JudgementSlider } from '../../records/JudgementSlider';
import { use_session } from '../../session';
import { use_draft } from '../../ui/draft';
import { EmptyState, ErrorNotice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import classes from './start.module.css';

const criteria = ['potential', 'strategic'] as const;
type Estimates = Record<string, Partial<Record<(typeof criteria)[number], number>>>;

export function JudgeStep({ done, back }: { done(): void; back(): void }) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const queries = useQueryClient();
    const list = useInfiniteQuery(accounts_list({ sort: '-revenue_12m' }));
    const accounts = (list.data?.pages[0]?.items ?? []).slice(0, 15);
    const known = useQuery(judgements_of_query(accounts.map((account) => account.id)));
    /** What somebody has said before stands until a slider is moved. */
    const said = (account_id: string, criterion: string) => {
        const judgement = known.data?.items.find((one) => one.account_id === account_id && one.criterion === criterion);
        return judgement ? Number(judgement.value) : null;
    };
    const [estimates, set_estimates, forget_estimates] = use_draft<Estimates>(`klicnik.estimates.${session.user.id}`, {});
    const [reason, set_reason] = useState(t('start.judge_reason'));
    const [saved, set_saved] = useState<number | null>(null);
    const [problem, set_problem] = useState<unknown>(null);
    const currency = session.workspace.base_currency;
    const work = accounts.flatMap((account) =>
        criteria.flatMap((criterion) => {
            const moved = estimates[account.id]?.[criterion];
            const before = said(account.id, criterion);
            return moved === before || (moved === undefined && before !== null) ? [] : [{ account_id: account.id, criterion, value: String(moved ?? 50), reason }];
        }),
    );
    const save = async () => {
        set_problem(null);
        set_saved(0);
        try {
            for (const [index, judgement] of work.entries()) {
                await api.post('/account_judgements', judgement);
                set_saved(index + 1);
            }
            forget_estimates();
            await queries.invalidateQueries({ queryKey: ['segmentation'] });
            done();
        } catch (refusal) {
            set_problem(refusal);
            set_saved(null);
        }
    };
    if (list.isError) return <ErrorNotice problem={list.error} retry={() => void list.refetch()} />;
    if (known.isError) return <ErrorNotice problem={known.error} retry={() => void known.refetch()} />;
    if (list.data && !accounts.length) return <Panel><EmptyState title={t('start.no_data')}><Button onClick={back}>{t('action.back')}</Button></EmptyState></Panel>;
    return (
        <Panel title={t('start.judge_title')}>
            <div className="column">
                <p className="dim">{t('start.judge_text')}</p>
                {problem ? <ErrorNotice problem={problem} /> : null}
                <div className={classes.judge} role="table" aria-label={t('start.judge_title')}>
                    <div role="row" className={classes.judgehead}>
                        <span role="columnheader">{t('account.name')}</span>
                        <span role="columnheader" className="number">{t('account.revenue_12m')}</span>
                        <span role="columnheader" title={t('judge.question.potential')}>{t('criterion.potential')}</span>
                        <span role="columnheader" title={t('judge.question.strategic')}>{t('criterion.strategic')}</span>
                    </div>
                    {accounts.map((account) => (
                        <div role="row" key={account.id} className={classes.judgerow}>
                            <span role="cell" className="clip strong">{account.name}</span>
                            <span role="cell" className="number dim">{account.revenue_12m ? <Figure quiet of={{ figure: 'revenue_12m', account }}>{i18n.money_short({ amount: account.revenue_12m, currency })}</Figure> : '–'}</span>
                            {criteria.map((criterion) => {
                                const value = estimates[account.id]?.[criterion] ?? said(account.id, criterion) ?? 50;
                                return (
                                    <span role="cell" key={criterion} className={classes.slider}>
                                        <span className={classes.about} aria-hidden="true">{t(`criterion.${criterion}`)}</span>
                                        <span className="grow">
                                            <JudgementSlider
                                                label={`${t(`criterion.${criterion}`)}: ${account.name}`}
                                                value={value}
                                                onChange={(next) => set_estimates((current) => ({ ...current, [account.id]: { ...current[account.id], [criterion]: next } }))}
                                            />
                                        </span>
                                        <b className="number">{value}</b>
                                    </span>
                                );
                            })}
                        </div>
                    ))}
                </div>
                <TextInput label={t('judge.reason')} value={reason} onChange={(event) => set_reason(event.currentTarget.value)} maw={420} />
                <div className="row end wrap">
                    {saved !== null ? <span className="dim small grow" role="status">{t('start.judge_progress', { done: saved, total: work.length })}</span> : null}
                    <Button variant="default" onClick={back}>{t('action.back')}</Button>
                    <Button variant="default" onClick={done} disabled={saved !== null}>{t('start.judge_skip')}</Button>
                    <Button onClick={() => void save()} loading={saved !== null} disabled={!reason.trim() || !known.data}>{t('start.judge_save')}</Button>
                </div>
            </div>
        </Panel>
    );
}
