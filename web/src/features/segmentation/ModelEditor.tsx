// The model: criteria with weights and bands, thresholds of tiers, and at once what a change would do.
import { Button, Checkbox, Modal, NativeSelect, Slider } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api, Problem } from '../../api/client';
import { models_query } from '../../api/queries';
import type { Criterion, SegmentationModel, SegmentationPreview } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import type { TextKey } from '../../i18n/runtime';
import { body_of, changes_of, first_model, type ModelBody } from '../../records/model';
import { criterion_label } from '../../records/score_words';
import { may, use_session } from '../../session';
import { Sliders } from '../../ui/icons';
import { DiscardDialog, LeaveGuard } from '../../ui/leave';
import { NumberField } from '../../ui/NumberField';
import { EmptyState, ErrorNotice, Notice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { Preview } from './Preview';
import classes from './segmentation.module.css';
import { notify } from '../../ui/notify';

export function ModelEditor() {
    const { t } = useI18n();
    const session = use_session();
    const queries = useQueryClient();
    const models = useQuery(models_query);
    const [chosen, set_chosen] = useState<string | null>(null);
    const [problem, set_problem] = useState<unknown>(null);
    const items = models.data?.items ?? [];
    const current =
        items.find((model) => model.id === chosen) ??
        items.find((model) => model.status === 'draft') ??
        items.find((model) => model.status === 'published') ??
        items[0];
    if (models.isError) return <ErrorNotice problem={models.error} retry={() => void models.refetch()} />;
    if (!models.data) return null;
    const add = async (work: () => Promise<SegmentationModel>) => {
        set_problem(null);
        try {
            const model = await work();
            await queries.invalidateQueries({ queryKey: ['segmentation', 'models'] });
            set_chosen(model.id);
        } catch (refusal) {
            set_problem(refusal);
        }
    };
    if (!current) {
        return (
            <Panel>
                {problem ? <ErrorNotice problem={problem} /> : null}
                <EmptyState icon={Sliders} title={t('seg.none')} text={t('seg.none_text')}>
                    {may(session, 'segmentation_model.create') ? <Button onClick={() => void add(() => api.post<SegmentationModel>('/segmentation_models', first_model(t('seg.tab.model'))))}>{t('seg.create')}</Button> : null}
                </EmptyState>
            </Panel>
        );
    }
    return (
        <div className="column" style={{ gap: 16 }}>
            {problem ? <ErrorNotice problem={problem} /> : null}
            <Editor
                key={`${current.id}-${current.version}`}
                model={current}
                models={items}
                choose={set_chosen}
                draft={() => void add(() => api.post<SegmentationModel>(`/segmentation_models/${current.id}/draft`))}
            />
        </div>
    );
}

interface EditorProps {
    model: SegmentationModel;
    models: SegmentationModel[];
    choose(id: string): void;
    draft(): void;
}

function Editor({ model, models, choose, draft }: EditorProps) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const queries = useQueryClient();
    const [body, set_body] = useState<ModelBody>(() => body_of(model));
    const [busy, set_busy] = useState(false);
    const [problem, set_problem] = useState<unknown>(null);
    const [publishing, set_publishing] = useState(false);
    /** The other version that was chosen while this one has unsaved changes. */
    const [other, set_other] = useState<string | null>(null);
    const editable = model.status === 'draft' && may(session, 'segmentation_model.update');
    const dirty = JSON.stringify(body) !== JSON.stringify(body_of(model));
    const can_preview = may(session, 'segmentation.preview');
    const [asked] = useDebouncedValue(body, 250);
    const preview = useQuery({
        queryKey: ['segmentation', 'preview', asked],
        queryFn: () => api.post<SegmentationPreview>('/segmentation/preview', asked),
        placeholderData: keepPreviousData,
        enabled: can_preview,
    });
    const total = useMemo(() => body.criteria.reduce((sum, criterion) => sum + criterion.weight, 0), [body.criteria]);
    const set_criterion = (index: number, change: Partial<Criterion>) =>
        set_body({ ...body, criteria: body.criteria.map((one, at) => (at === index ? { ...one, ...change } : one)) });
    const save = async () => {
        set_busy(true);
        set_problem(null);
        try {
            const saved = await api.patch<SegmentationModel>(`/segmentation_models/${model.id}`, body, model.version);
            await queries.invalidateQueries({ queryKey: ['segmentation', 'models'] });
            return saved;
        } catch (refusal) {
            set_problem(refusal);
            return null;
        } finally {
            set_busy(false);
        }
    };
    const published = models.find((one) => one.status === 'published');
    return (
        <>
            <LeaveGuard dirty={dirty && editable} />
            {other ? <DiscardDialog keep={() => set_other(null)} discard={() => choose(other)} /> : null}
            <div className="row wrap apart">
                <NativeSelect
                    aria-label={t('seg.which')}
                    value={model.id}
                    onChange={(event) => (dirty ? set_other : choose)(event.currentTarget.value)}
                    data={models.map((one) => ({ value: one.id, label: t('seg.version', { version: one.model_version, status: t(`seg.status.${one.status}`) }) }))}
                />
                <div className="row wrap">
                    {editable ? (
                        <>
                            <Button variant="default" disabled={!dirty} loading={busy} onClick={() => void save()}>{t('seg.save')}</Button>
                            {may(session, 'segmentation_model.publish') ? <Button disabled={!preview.data || preview.isFetching} onClick={() => set_publishing(true)}>{t('seg.publish')}</Button> : null}
                        </>
                    ) : (
                        <>
                            {model.status === 'published' && may(session, 'segmentation.accept') ? <AcceptTiers /> : null}
                            {model.status !== 'draft' && may(session, 'segmentation_model.draft') ? <Button variant="default" onClick={draft}>{t('seg.new_draft')}</Button> : null}
                        </>
                    )}
                </div>
            </div>
            {problem ? <ErrorNotice problem={problem} /> : null}
            {model.status !== 'draft' && may(session, 'segmentation_model.draft') ? <p className="dim small">{t('seg.read_only')}</p> : null}
            <div className={classes.columns}>
                <div className="column" style={{ gap: 16 }}>
                    <Panel title={t('seg.criteria')}>
                        <ul className={classes.criteria}>
                            {body.criteria.map((criterion, index) => (
                                <li key={criterion.code}>
                                    <div className="row apart wrap baseline">
                                        <b>{criterion_label(i18n, criterion)}</b>
                                        <span className="small dim">
                                            {t(`seg.source.${criterion.source}`)} · {measure_text(t, criterion.measure)} · {t(criterion.direction === 1 ? 'seg.direction_up' : 'seg.direction_down')}
                                        </span>
                                    </div>
                                    <div className={classes.weight}>
                                        <Slider
                                            thumbLabel={`${t('seg.weight')}: ${criterion_label(i18n, criterion)}`}
                                            value={criterion.weight}
                                            min={0}
                                            max={100}
                                            step={1}
                                            disabled={!editable}
                                            label={null}
                                            onChange={(weight) => set_criterion(index, { weight })}
                                        />
                                        <NumberField
                                            aria-label={`${t('seg.weight')}: ${criterion_label(i18n, criterion)}`}
                                            value={criterion.weight}
                                            min={0}
                                            max={100}
                                            w={72}
                                            disabled={!editable}
                                            onChange={(weight) => set_criterion(index, { weight: Number(weight) || 0 })}
                                        />
                                        <span className="small dim number">{t('seg.share_of_total', { share: i18n.percent(total ? Math.round((criterion.weight / total) * 10_000) : 0, 0) })}</span>
                                    </div>
                                    <BandEditor criterion={criterion} editable={editable} change={(bands) => set_criterion(index, { bands })} />
                                </li>
                            ))}
                        </ul>
                    </Panel>
                    <Panel title={t('seg.thresholds')}>
                        <div className={classes.thresholds}>
                            {(['a', 'b', 'c'] as const).map((tier) => {
                                const key = `threshold_${tier}` as const;
                                const name = `${tier.toUpperCase()} · ${t(`tier.${tier.toUpperCase()}` as TextKey)}`;
                                return (
                                    <div key={tier} className={classes.weight}>
                                        <span className="small">{t('seg.threshold', { tier: name })}</span>
                                        <Slider thumbLabel={t('seg.threshold', { tier: name })} value={body[key]} min={0} max={100} label={null} disabled={!editable} onChange={(value) => set_body({ ...body, [key]: value })} />
                                        <NumberField aria-label={t('seg.threshold', { tier: name })} w={72} value={body[key]} min={0} max={100} disabled={!editable} onChange={(value) => set_body({ ...body, [key]: Number(value) || 0 })} />
                                    </div>
                                );
                            })}
                        </div>
                        <div className="row wrap" style={{ paddingTop: 14, gap: 16 }}>
                            <NumberField label={t('seg.max_share_a')} unit="%" w={170} min={1} max={100} disabled={!editable} value={body.max_share_a_bp / 100} onChange={(value) => set_body({ ...body, max_share_a_bp: Math.round((Number(value) || 0) * 100) })} />
                            <NativeSelect label={t('seg.window')} disabled={!editable} value={String(body.window_months)} onChange={(event) => set_body({ ...body, window_months: Number(event.currentTarget.value) })} data={[...new Set([6, 12, 24, 36, body.window_months])].sort((a, b) => a - b).map((count) => ({ value: String(count), label: t('seg.months', { count }) }))} />
                        </div>
                    </Panel>
                </div>
                {can_preview ? <Preview preview={preview.data} problem={preview.error} /> : null}
            </div>
            {publishing && preview.data ? (
                <PublishDialog model={model} preview={preview.data} first={published === undefined} save={dirty ? save : null} close={() => set_publishing(false)} />
            ) : null}
        </>
    );
}

function measure_text(t: ReturnType<typeof useI18n>['t'], measure: string): string {
    const key = `seg.measure.${measure}` as TextKey;
    const own = t(key);
    return own === key ? measure : own;
}

function BandEditor({ criterion, editable, change }: { criterion: Criterion; editable: boolean; change(bands: Criterion['bands']): void }) {
    const i18n = useI18n();
    const { t } = i18n;
    const [open, set_open] = useState(false);
    const { bands } = criterion;
    const set = (index: number, patch: Partial<Criterion['bands'][number]>) => change(bands.map((band, at) => (at === index ? { ...band, ...patch } : band)));
    return (
        <div>
            <button type="button" className="plain small dim" style={{ minHeight: 24 }} aria-expanded={open} onClick={() => set_open(!open)}>
                {open ? '▾' : '▸'} {bands.length ? t('seg.band_count', { count: bands.length }) : t('seg.without_bands')}
            </button>
            {open ? (
                bands.length === 0 && !editable ? (
                    <p className="small dim">{t('seg.band_none')}</p>
                ) : (
                    <div className="column tight" role="group" aria-label={t('seg.bands_of', { name: criterion_label(i18n, criterion) })}>
                        {bands.length === 0 ? <p className="small dim">{t('seg.band_none')}</p> : null}
                        {bands.map((band, index) => (
                            <div key={index} className={classes.band}>
                                <NumberField size="xs" aria-label={t('seg.band_from')} leftSection={<span className="dim small">{t('seg.band_from')}</span>} disabled={!editable} value={band.from} onChange={(from) => set(index, { from })} />
                                <NumberField size="xs" aria-label={t('seg.band_to')} leftSection={<span className="dim small">{t('seg.band_to')}</span>} disabled={!editable} value={band.to} onChange={(to) => set(index, { to })} />
                                <NumberField size="xs" aria-label={t('seg.band_points')} unit={t('seg.band_points')} rightSectionWidth={52} min={0} max={100} disabled={!editable} value={band.points} onChange={(value) => set(index, { points: Number(value) || 0 })} />
                                {editable ? <Button size="compact-xs" variant="subtle" color="slate" onClick={() => change(bands.filter((_, at) => at !== index))}>{t('action.remove')}</Button> : null}
                            </div>
                        ))}
                        {editable ? (
                            <div>
                                <Button size="compact-xs" variant="default" onClick={() => change([...bands, { from: bands.at(-1)?.to ?? '0', to: null, points: 0 }])}>{t('seg.band_add')}</Button>
                            </div>
                        ) : null}
                    </div>
                )
            ) : null}
        </div>
    );
}

async function settle_segmentation(queries: ReturnType<typeof useQueryClient>) {
    for (const key of ['accounts', 'segmentation', 'team', 'history']) void queries.invalidateQueries({ queryKey: [key] });
}

function AcceptTiers() {
    const { t } = useI18n();
    const queries = useQueryClient();
    const [busy, set_busy] = useState(false);
    const accept = async () => {
        set_busy(true);
        try {
            await api.post('/segmentation/tiers', { account_ids: 'all' });
            notify(t, t('seg.accepted'));
        } catch (refusal) {
            notify(t, refusal instanceof Problem ? refusal.message : t('problem.unknown'), 'bad');
        } finally {
            set_busy(false);
            void settle_segmentation(queries);
        }
    };
    return <Button variant="default" loading={busy} onClick={() => void accept()}>{t('seg.accept_all')}</Button>;
}

function PublishDialog({ model, preview, first, save, close }: { model: SegmentationModel; preview: SegmentationPreview; first: boolean; save: (() => Promise<SegmentationModel | null>) | null; close(): void }) {
    const { t } = useI18n();
    const queries = useQueryClient();
    const session = use_session();
    const [accept, set_accept] = useState(first && may(session, 'segmentation.accept'));
    const [busy, set_busy] = useState(false);
    const [problem, set_problem] = useState<unknown>(null);
    const changes = changes_of(preview);
    const publish = async () => {
        set_busy(true);
        set_problem(null);
        try {
            if (save && !(await save())) return;
            await api.post(`/segmentation_models/${model.id}/publication`, { confirm_changes: changes });
            if (accept) await api.post('/segmentation/tiers', { account_ids: 'all' });
            notify(t, t('seg.published'));
            close();
            void settle_segmentation(queries);
        } catch (refusal) {
            set_problem(refusal);
        } finally {
            set_busy(false);
        }
    };
    return (
        <Modal opened onClose={close} title={t('seg.publish_title')} closeButtonProps={{ 'aria-label': t('action.close') }} centered>
            <div className="column">
                {problem ? <ErrorNotice problem={problem} /> : null}
                <p aria-live="polite">{t(accept ? 'seg.publish_text_accepted' : 'seg.publish_text', { count: changes })}</p>
                {preview.share_a_warning ? <Notice kind="warn">{t('seg.share_a_warning')}</Notice> : null}
                {may(session, 'segmentation.accept') ? <Checkbox label={t('seg.publish_accept')} checked={accept} onChange={(event) => set_accept(event.currentTarget.checked)} /> : null}
                <div className="row end">
                    <Button variant="default" onClick={close}>{t('action.cancel')}</Button>
                    <Button loading={busy} onClick={() => void publish()} data-autofocus>{t('seg.publish')}</Button>
                </div>
            </div>
        </Modal>
    );
}
