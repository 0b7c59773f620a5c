// A judged criterion needs a value, a reason, and by whom and when (the server adds the last two).
import { Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '../api/client';
import type { Judgement } from '../api/types';
import { useI18n } from '../i18n/provider';
import type { TextKey } from '../i18n/runtime';
import { use_form } from '../ui/form';
import { FormPanel } from '../ui/FormPanel';
import { JudgementSlider } from './JudgementSlider';
import { notify } from '../ui/notify';

interface Props {
    account_id: string;
    account_name: string;
    criterion: string;
    label: string;
    value: number | null;
    close(): void;
}

export function JudgeForm({ account_id, account_name, criterion, label, value, close }: Props) {
    const { t } = useI18n();
    const queries = useQueryClient();
    const save = useCallback(
        async (_: unknown, all: { value: number; reason: string }) => {
            await api.post<Judgement>('/account_judgements', { account_id, criterion, value: String(all.value), reason: all.reason });
            for (const key of ['accounts', 'judgements', 'history', 'segmentation']) void queries.invalidateQueries({ queryKey: [key] });
            notify(t, t('form.saved'));
        },
        [account_id, criterion, queries, t],
    );
    const form = use_form({ value: value ?? 50, reason: '' }, save);
    const question = t(`judge.question.${criterion}` as TextKey);
    return (
        <FormPanel title={t('judge.title', { criterion: label, name: account_name })} form={form} close={close} disabled={!form.values.reason.trim()}>
            <p>{question === `judge.question.${criterion}` ? label : question}</p>
            <div className="row" style={{ padding: '8px 8px 18px' }}>
                <div className="grow"><JudgementSlider label={label} value={form.values.value} onChange={(next) => form.set('value', next)} /></div>
                <b className="number" style={{ width: 36, textAlign: 'right' }}>{form.values.value}</b>
            </div>
            <div className="row apart small dim"><span>{t('judge.low')}</span><span>{t('judge.high')}</span></div>
            <Textarea
                label={t('judge.reason')}
                description={t('judge.reason_hint')}
                required
                autosize
                minRows={2}
                value={form.values.reason}
                error={form.error('reason') ?? form.error('value')}
                onChange={(event) => form.set('reason', event.currentTarget.value)}
            />
        </FormPanel>
    );
}
