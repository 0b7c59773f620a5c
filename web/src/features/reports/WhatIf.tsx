// What would happen: other weights and thresholds, other prices, clients who leave. The results follow the hand; nothing is stored.
import { Button, Slider } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { api } from '../../api/client';
import { models_query } from '../../api/queries';
import { what_if_query } from '../../api/reports';
import type { SegmentationModel } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { params_of, without_family } from '../../records/reports/question';
import { criterion_label } from '../../records/score_words';
import { may, use_session } from '../../session';
import { Undo } from '../../ui/icons';
import { ErrorNotice, Notice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { ReportPage, use_question } from './ReportPage';
import { Leaving } from '../../records/reports/Leaving';
import { Waiting } from './Tile';
import { body_of_wishes, is_changed, model_changes, no_wishes, weights_of, wishes_of, with_threshold, with_weight, type Wishes } from '../../records/reports/what_if';
import { WhatIfResult } from './WhatIfResult';
import classes from './reports.module.css';

export function WhatIf() {
    const i18n = useI18n();
    const { t } = i18n;
    const { search } = use_question();
    const navigate = useNavigate();
    const said = JSON.stringify(wishes_of(search));
    const [own, set_own] = useState<Wishes>(() => wishes_of(search));
    useEffect(() => set_own(JSON.parse(said) as Wishes), [said]);
    const [asked] = useDebouncedValue(own, 80);
    const answer = useQuery(what_if_query(body_of_wishes(asked), params_of(without_family(search))));
    const models = useQuery(models_query);
    const model = models.data?.items.find((one) => one.status === 'published');
    const say = (next: Wishes) => void navigate({ to: '.', search: { ...search, ...no_wishes, ...next } as never });
    const both = (next: Wishes) => {
        set_own(next);
        say(next);
    };
    const weights = weights_of(own.weights);
    const price = Number(own.price ?? 0);
    const price_text = `${price > 0 ? '+' : ''}${i18n.percent(price * 100, 1)}`;
    const of_weight = (criterion: { code: string; weight: number }, value: number): Wishes => ({ ...own, weights: with_weight(own.weights, criterion.code, value, criterion.weight) });
    const of_price = (value: number): Wishes => ({ ...own, price: value === 0 ? undefined : String(value) });
    return (
        <ReportPage tab="what_if" period={answer.data?.period}>
            <div className={classes.knobs}>
                <Panel
                    title={t('reports.what_if.wishes')}
                    actions={<Button size="compact-sm" variant="default" leftSection={<Undo size={14} aria-hidden />} disabled={!is_changed(own)} onClick={() => both({})}>{t('reports.what_if.reset')}</Button>}
                >
                    <div className="column loose">
                        <Knobs title={t('reports.what_if.price')}>
                            <Knob label={t('reports.what_if.price_of')} value={price} min={-20} max={20} step={1} text={price_text} changed={price !== 0} move={(value) => set_own(of_price(value))} done={(value) => say(of_price(value))} />
                        </Knobs>
                        <Knobs title={t('reports.what_if.leaving')}>
                            <Leaving wishes={own} change={both} />
                        </Knobs>
                        {model ? (
                            <>
                                <Knobs title={t('reports.what_if.weights')}>
                                    {model.criteria.map((criterion) => {
                                        const value = weights.get(criterion.code) ?? criterion.weight;
                                        return <Knob key={criterion.code} label={criterion_label(i18n, criterion)} value={value} min={0} max={100} text={i18n.number(value)} changed={value !== criterion.weight} move={(next) => set_own(of_weight(criterion, next))} done={(next) => say(of_weight(criterion, next))} />;
                                    })}
                                </Knobs>
                                <Knobs title={t('reports.what_if.thresholds')}>
                                    {(['threshold_a', 'threshold_b', 'threshold_c'] as const).map((one) => {
                                        const value = Number(own[one] ?? model[one]);
                                        return <Knob key={one} label={t('reports.what_if.threshold', { tier: one.slice(-1).toUpperCase() })} value={value} min={0} max={100} text={t('reports.what_if.points', { count: value })} changed={value !== model[one]} move={(next) => set_own(with_threshold(own, model, one, next))} done={(next) => say(with_threshold(own, model, one, next))} />;
                                    })}
                                </Knobs>
                                <UseAsDraft model={model} wishes={own} />
                            </>
                        ) : models.data ? <Notice>{t('reports.what_if.no_model')} <Link to="/segmentation">{t('reports.what_if.use')}</Link></Notice> : null}
                    </div>
                </Panel>
                <div className={`column ${classes.result}`} style={{ gap: 16 }} aria-busy={answer.isFetching}>
                    {answer.isError ? <ErrorNotice problem={answer.error} retry={() => void answer.refetch()} /> : null}
                    {answer.data ? <WhatIfResult data={answer.data} asked={{ period: answer.data.period, search }} changed={is_changed(asked)} /> : answer.isError ? null : <Waiting count={4} />}
                </div>
            </div>
        </ReportPage>
    );
}

/** Other weights and thresholds become a draft of the model, where they can be published; the rest of the wishes is not the model's. */
function UseAsDraft({ model, wishes }: { model: SegmentationModel; wishes: Wishes }) {
    const { t } = useI18n();
    const session = use_session();
    const queries = useQueryClient();
    const navigate = useNavigate();
    const [busy, set_busy] = useState(false);
    const [problem, set_problem] = useState<unknown>(null);
    const changes = model_changes(wishes, model);
    const use = async () => {
        set_busy(true);
        set_problem(null);
        try {
            const draft = await api.post<SegmentationModel>(`/segmentation_models/${model.id}/draft`);
            await api.patch<SegmentationModel>(`/segmentation_models/${draft.id}`, changes, draft.version);
            await queries.invalidateQueries({ queryKey: ['segmentation', 'models'] });
            void navigate({ to: '/segmentation' });
        } catch (refusal) {
            set_problem(refusal);
            set_busy(false);
        }
    };
    if (!may(session, 'segmentation_model.draft')) return null;
    return (
        <div className="column">
            {problem ? <ErrorNotice problem={problem} /> : null}
            <div className="row wrap">
                <Button size="compact-sm" variant="default" disabled={!changes} loading={busy} onClick={() => void use()}>{t('reports.what_if.use')}</Button>
                <span className="dim small">{t('reports.what_if.use_note')}</span>
            </div>
        </div>
    );
}

function Knobs({ title, children }: { title: string; children: ReactNode }) {
    return (
        <div role="group" aria-label={title}>
            <h3 className="small dim">{title}</h3>
            {children}
        </div>
    );
}

interface KnobProps {
    label: string;
    value: number;
    min: number;
    max: number;
    step?: number;
    text: string;
    changed?: boolean;
    move(value: number): void;
    done(value: number): void;
}
export function Knob({ label, value, min, max, step = 1, text, changed, move, done }: KnobProps) {
    return (
        <div className={classes.slide}>
            <span>{label}</span>
            <Slider thumbLabel={label} thumbValueText={text} value={value} min={min} max={max} step={step} label={null} startPointValue={min < 0 ? 0 : undefined} onChange={move} onChangeEnd={done} />
            <b data-fact className={changed ? undefined : 'dim'}>{text}</b>
        </div>
    );
}
