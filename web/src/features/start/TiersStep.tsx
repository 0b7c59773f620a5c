// The proposal of tiers: what comes out of the model now, and one button that accepts it.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { models_query } from '../../api/queries';
import type { SegmentationModel, SegmentationPreview, Tier } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { body_of, changes_of, first_model } from '../../records/model';
import { Figure } from '../../records/Figure';
import { score_text } from '../../records/score_words';
import { TierBadge } from '../../ui/badges';
import { EmptyState, ErrorNotice, Notice } from '../../ui/notices';
import { Kpi, Kpis, Panel } from '../../ui/Page';

const tiers: Tier[] = ['A', 'B', 'C', 'D'];

export function TiersStep({ done, back }: { done(): void; back(): void }) {
    const i18n = useI18n();
    const { t } = i18n;
    const models = useQuery(models_query);
    const model = models.data?.items.find((one) => one.status === 'published') ?? models.data?.items.find((one) => one.status === 'draft');
    const body = model ? body_of(model) : first_model(t('seg.tab.model'));
    const preview = useQuery({
        queryKey: ['segmentation', 'preview', body],
        queryFn: () => api.post<SegmentationPreview>('/segmentation/preview', body),
        enabled: models.isSuccess,
    });
    const [busy, set_busy] = useState(false);
    const [problem, set_problem] = useState<unknown>(null);
    const accept = async () => {
        if (!preview.data) return;
        set_busy(true);
        set_problem(null);
        try {
            if (model?.status !== 'published') {
                const draft = model ?? (await api.post<SegmentationModel>('/segmentation_models', body));
                await api.post(`/segmentation_models/${draft.id}/publication`, { confirm_changes: changes_of(preview.data) });
            }
            await api.post('/segmentation/tiers', { account_ids: 'all' });
            done();
        } catch (refusal) {
            set_problem(refusal);
            set_busy(false);
        }
    };
    if (models.isError || preview.isError) return <ErrorNotice problem={models.error ?? preview.error} retry={() => void preview.refetch()} />;
    if (!preview.data) return <div style={{ height: 320 }} />;
    const { data } = preview;
    if (data.accounts === 0) return <Panel><EmptyState title={t('start.no_data')}><Button onClick={back}>{t('action.back')}</Button></EmptyState></Panel>;
    const order = (tier: string | null) => tiers.indexOf(tier as Tier);
    const items = [...data.items].sort((a, b) => order(a.to) - order(b.to) || (b.score_bp ?? 0) - (a.score_bp ?? 0)).slice(0, 25);
    return (
        <div className="column" style={{ gap: 16 }}>
            <h2 style={{ fontSize: '1.0625rem', fontWeight: 650 }}>{t('start.tiers_title', { count: data.tiers['A'] ?? 0 })}</h2>
            <p className="dim">{t('start.tiers_text')}</p>
            {problem ? <ErrorNotice problem={problem} /> : null}
            <Kpis>
                {tiers.map((tier) => (
                    <Kpi key={tier} label={`${tier} · ${t(`tier.${tier}`)}`}><Figure of={{ figure: 'preview_tier', tier, preview: data }}>{i18n.number(data.tiers[tier] ?? 0)}</Figure></Kpi>
                ))}
            </Kpis>
            {data.share_a_warning ? <Notice kind="warn">{t('seg.share_a_warning')}</Notice> : null}
            {items.length ? (
                <Panel flush title={t('start.tiers_changes')}>
                    <table className="table">
                        <thead>
                            <tr><th>{t('account.name')}</th><th>{t('account.tier')}</th><th className="right">{t('account.score')}</th></tr>
                        </thead>
                        <tbody>
                            {items.map((item) => (
                                <tr key={item.account_id}>
                                    <td className="strong">{item.name}</td>
                                    <td><TierBadge tier={item.to as Tier | null} /></td>
                                    <td className="right number"><Figure quiet of={{ figure: 'preview_score', item }}>{score_text(i18n, item.score_bp)}</Figure></td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </Panel>
            ) : null}
            <div className="row end wrap">
                <Button variant="default" onClick={back}>{t('action.back')}</Button>
                <Button variant="default" onClick={done}>{t('start.tiers_later')}</Button>
                <Button loading={busy} onClick={() => void accept()}>{t('start.tiers_save')}</Button>
            </div>
        </div>
    );
}
