import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { SegmentationPreview, Tier } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { Figure, type PreviewItem } from '../../records/Figure';
import { change_kind } from '../../records/model';
import { score_text } from '../../records/score_words';
import { tier_name, TierBadge } from '../../ui/badges';
import { ErrorNotice, Notice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import classes from './segmentation.module.css';

const tiers: Tier[] = ['A', 'B', 'C', 'D'];
const is_tier = (value: string | null): value is Tier => value !== null && (tiers as string[]).includes(value);

/** Which of the changed clients are listed: those behind a number that somebody opened. */
interface Only {
    kind?: 'up' | 'down' | 'new' | 'same';
    from?: string;
    to?: string;
}
function belongs(item: PreviewItem, { kind, from, to }: Only): boolean {
    if (kind) return kind === change_kind(item);
    return (!from || (item.from ?? 'none') === from) && (!to || item.to === to);
}

export function Preview({ preview, problem }: { preview: SegmentationPreview | undefined; problem: unknown }) {
    const i18n = useI18n();
    const { t } = i18n;
    const [only, set_only] = useState<Only>({});
    const list = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (only.kind || only.from || only.to) list.current?.scrollIntoView({ block: 'nearest' });
    }, [only]);
    if (problem) return <ErrorNotice problem={problem} />;
    if (!preview) return <Panel title={t('seg.preview')}><div style={{ height: 320 }} /></Panel>;
    const most = Math.max(1, ...tiers.map((tier) => preview.tiers[tier] ?? 0));
    const from_rows = ['none', ...tiers].filter((from) => preview.matrix.some((cell) => cell.from === from && cell.count > 0));
    const cell = (from: string, to: string) => preview.matrix.find((one) => one.from === from && one.to === to)?.count ?? 0;
    const shown = preview.items.filter((item) => belongs(item, only));
    return (
        <div className="column" style={{ gap: 16 }}>
            <Panel
                title={t('seg.preview')}
                note={preview.as_of ? t('seg.preview_of', { count: preview.accounts, day: i18n.month(preview.as_of) }) : null}
            >
                <div className="column" aria-live="polite">
                    <div className={classes.changes}>
                        {(['up', 'down', 'new', 'same'] as const).map((kind) => (
                            <div key={kind}>
                                <b className="number"><Figure of={{ figure: 'preview_kind', kind, preview, pick: () => set_only({ kind }) }}>{i18n.number(preview.changes[kind])}</Figure></b>
                                <span className="small dim">{t(`seg.${kind}`)}</span>
                            </div>
                        ))}
                    </div>
                    <ul className={classes.bars} aria-label={t('seg.tier_count')}>
                        {tiers.map((tier) => (
                            <li key={tier}>
                                <TierBadge tier={tier} />
                                <div className={classes.track}><div style={{ width: `${((preview.tiers[tier] ?? 0) / most) * 100}%`, background: `var(--tier-${tier.toLowerCase()}-data)` }} /></div>
                                <span className="number"><Figure of={{ figure: 'preview_tier', tier, preview, pick: () => set_only({ to: tier }) }}>{i18n.number(preview.tiers[tier] ?? 0)}</Figure></span>
                            </li>
                        ))}
                    </ul>
                    {preview.share_a_bp !== null ? <div className="small dim"><Figure of={{ figure: 'preview_share_a', preview }}>{t('seg.share_a', { share: i18n.percent(preview.share_a_bp) })}</Figure></div> : null}
                    {preview.share_a_warning ? <Notice kind="warn">{t('seg.share_a_warning')}</Notice> : null}
                    {preview.margin_is_revenue ? <Notice>{t('conc.margin_is_revenue')}</Notice> : null}
                    {preview.incomplete ? <Notice>{t('seg.incomplete', { count: preview.incomplete })}</Notice> : null}
                </div>
            </Panel>
            {from_rows.length ? (
                <Panel flush title={t('seg.matrix')}>
                    <table className="table">
                        <thead>
                            <tr>
                                <th>{t('seg.now')} \ {t('seg.then')}</th>
                                {tiers.map((tier) => <th key={tier} className="right">{tier}</th>)}
                            </tr>
                        </thead>
                        <tbody>
                            {from_rows.map((from) => (
                                <tr key={from}>
                                    <td>{is_tier(from) ? `${from} · ${tier_name(t, from)}` : t('tier.none')}</td>
                                    {tiers.map((to) => {
                                        const count = cell(from, to);
                                        return (
                                            <td key={to} className={`right number ${from === to ? 'dim' : count ? 'strong' : 'faint'}`} style={from !== to && count ? { background: 'var(--accent-soft)' } : undefined}>
                                                {count ? <Figure quiet of={{ figure: 'preview_cell', from, to, count, preview, pick: () => set_only({ from, to }) }}>{i18n.number(count)}</Figure> : '·'}
                                            </td>
                                        );
                                    })}
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </Panel>
            ) : null}
            <div ref={list}>
            <Panel
                flush
                title={t('seg.changed')}
                note={only.kind ? t('seg.only_kind', { kind: t(`seg.${only.kind}`) }) : only.from ? t('seg.only', { from: only.from === 'none' ? t('tier.none') : only.from, to: only.to ?? '' }) : only.to ? t('seg.only_kind', { kind: `${only.to} · ${tier_name(t, only.to)}` }) : null}
                actions={only.kind || only.to ? <Button size="compact-sm" variant="default" onClick={() => set_only({})}>{t('seg.show_all')}</Button> : null}
            >
                {shown.length ? (
                    <div className={classes.changed}>
                        <table className="table">
                            <thead>
                                <tr>
                                    <th>{t('account.name')}</th>
                                    <th>{t('seg.now')}</th>
                                    <th>{t('seg.then')}</th>
                                    <th className="right">{t('account.score')}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {shown.map((item) => (
                                    <tr key={item.account_id}>
                                        <td><Link to="/clients/$id" params={{ id: item.account_id }}>{item.name}</Link></td>
                                        <td><TierBadge tier={is_tier(item.from) ? item.from : null} /></td>
                                        <td><TierBadge tier={is_tier(item.to) ? item.to : null} /></td>
                                        <td className="right">
                                            <Figure of={{ figure: 'preview_score', item }}>{score_text(i18n, item.score_bp)}</Figure>
                                        </td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                ) : (
                    <p className="dim" style={{ padding: '8px 16px 12px' }}>{t('seg.changed_none')}</p>
                )}
            </Panel>
            </div>
        </div>
    );
}
