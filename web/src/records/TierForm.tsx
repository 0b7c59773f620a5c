// A manual decision about the tier: it may differ from the proposal, but then needs a reason and a day of review.
import { SegmentedControl, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '../api/client';
import type { Tier, TierDecision } from '../api/types';
import { useI18n } from '../i18n/provider';
import { use_session } from '../session';
import { TierBadge } from '../ui/badges';
import { DateField } from '../ui/DateField';
import { use_form } from '../ui/form';
import { FormPanel } from '../ui/FormPanel';
import { Notice } from '../ui/notices';
import { notify } from '../ui/notify';

interface Props {
    account_id: string;
    account_name: string;
    tier: Tier | null;
    proposed: Tier | null;
    close(): void;
}

export function TierForm({ account_id, account_name, tier, proposed, close }: Props) {
    const { t } = useI18n();
    const session = use_session();
    const queries = useQueryClient();
    const save = useCallback(
        async (_: unknown, all: { to_tier: Tier; reason: string; review_on: string | null }) => {
            const differs = all.to_tier !== proposed;
            await api.post<TierDecision>('/tier_decisions', {
                account_id,
                to_tier: all.to_tier,
                ...(all.reason.trim() ? { reason: all.reason.trim() } : {}),
                ...(differs ? { review_on: all.review_on } : {}),
            });
            for (const key of ['accounts', 'segmentation', 'history', 'team']) void queries.invalidateQueries({ queryKey: [key] });
            notify(t, t('form.saved'));
        },
        [account_id, proposed, queries, t],
    );
    const half_year = new Date(`${session.today}T00:00:00Z`);
    half_year.setUTCMonth(half_year.getUTCMonth() + 6);
    const form = use_form({ to_tier: tier ?? proposed ?? ('C' as Tier), reason: '', review_on: half_year.toISOString().slice(0, 10) as string | null }, save);
    const differs = form.values.to_tier !== proposed;
    return (
        <FormPanel title={t('tier_form.title', { name: account_name })} form={form} close={close} disabled={differs && (!form.values.reason.trim() || !form.values.review_on)}>
            <div className="row"><span className="dim">{t('tier_form.proposed')}</span><TierBadge tier={proposed} /></div>
            <SegmentedControl
                fullWidth
                aria-label={t('account.tier')}
                value={form.values.to_tier}
                onChange={(value) => form.set('to_tier', value as Tier)}
                data={(['A', 'B', 'C', 'D'] as Tier[]).map((value) => ({ value, label: `${value} · ${t(`tier.${value}`)}` }))}
            />
            {differs ? <Notice>{t('tier_form.differs')}</Notice> : null}
            <Textarea label={t('tier_form.reason')} required={differs} autosize minRows={2} value={form.values.reason} error={form.error('reason')} onChange={(event) => form.set('reason', event.currentTarget.value)} />
            {differs ? <DateField label={t('tier_form.review')} required today={session.today} value={form.values.review_on} error={form.error('review_on')} onChange={(day) => form.set('review_on', day)} /> : null}
        </FormPanel>
    );
}
