// Figures of a proposed model: who goes up, who goes down, how many end where.
import { Link } from '@tanstack/react-router';
import { useI18n, type I18n } from '../../i18n/provider';
import { ExplanationBody } from '../../ui/Explain';
import { tier_name } from '../../ui/badges';
import type { FigureOf, PreviewItem } from '../Figure';
import { change_kind } from '../model';
import { score_text } from '../score_words';
import { ClientLink } from './client';
import type { Figures } from '.';

/** The first clients by name, the others as a count. */
function named(i18n: I18n, items: PreviewItem[], count: number) {
    const shown = items.slice(0, 6);
    return [
        ...shown.map((item) => ({ label: item.name, value: `${item.from ?? '–'} → ${item.to ?? '–'}` })),
        ...(shown.length && count > shown.length ? [{ label: i18n.t('explain.and_more', { count: count - shown.length }), value: '' }] : []),
    ];
}

function Rows({ pick }: { pick?(): void }) {
    const { t } = useI18n();
    if (!pick) return <Link to="/segmentation">{t('nav.segmentation')}</Link>;
    return <button type="button" className="link" onClick={pick}>{t('rows.filter')}</button>;
}

function Kind({ of }: { of: Extract<FigureOf, { figure: 'preview_kind' }> }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { kind, preview } = of;
    const items = preview.items.filter((item) => change_kind(item) === kind);
    return (
        <ExplanationBody
            explanation={{
                title: t(`seg.${kind}`),
                formula: t(`explain.preview.${kind}`),
                lines: named(i18n, items, preview.changes[kind]),
                total: { label: t('score.total'), value: i18n.number(preview.changes[kind]) },
                as_of: preview.as_of ? i18n.month(preview.as_of) : null,
                rows: kind === 'same' ? <Link to="/clients" search={{}}>{t('rows.clients')}</Link> : <Rows pick={of.pick} />,
            }}
        />
    );
}

export const segmentation_figures: Figures<'preview_kind' | 'preview_tier' | 'preview_cell' | 'preview_share_a' | 'preview_score'> = {
    preview_kind: Kind,
    preview_tier: function PreviewTier({ of: { tier, preview, pick } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const from = preview.matrix.filter((cell) => cell.to === tier && cell.count > 0);
        return (
            <ExplanationBody
                explanation={{
                    title: `${tier} · ${tier_name(t, tier)}`,
                    formula: t('explain.preview.tier'),
                    lines: from.map((cell) => ({ label: `${cell.from === 'none' ? t('tier.none') : cell.from} → ${tier}`, value: i18n.number(cell.count) })),
                    total: { label: t('seg.tier_count'), value: i18n.number(preview.tiers[tier as 'A'] ?? 0) },
                    as_of: preview.as_of ? i18n.month(preview.as_of) : null,
                    rows: pick ? <Rows pick={pick} /> : <Link to="/clients" search={{ tier }}>{t('rows.clients')}</Link>,
                }}
            />
        );
    },
    preview_cell: function Cell({ of: { from, to, count, preview, pick } }) {
        const i18n = useI18n();
        const { t } = i18n;
        const items = preview.items.filter((item) => (item.from ?? 'none') === from && item.to === to);
        return (
            <ExplanationBody
                explanation={{
                    title: `${from === 'none' ? t('tier.none') : from} → ${to}`,
                    formula: t('explain.preview.cell'),
                    lines: named(i18n, items, count),
                    total: { label: t('score.total'), value: i18n.number(count) },
                    rows: from === to ? <Link to="/clients" search={{ tier: to }}>{t('rows.clients')}</Link> : <Rows pick={pick} />,
                }}
            />
        );
    },
    preview_share_a: function ShareA({ of: { preview } }) {
        const i18n = useI18n();
        const { t } = i18n;
        return (
            <ExplanationBody
                explanation={{
                    title: `A · ${tier_name(t, 'A')}`,
                    formula: t('explain.preview.share_a'),
                    lines: [{ label: `A · ${tier_name(t, 'A')}`, value: i18n.number(preview.tiers['A'] ?? 0) }, { label: t('nav.clients'), value: i18n.number(preview.accounts) }],
                    total: { label: t('account.share'), value: preview.share_a_bp === null ? t('value.unknown') : i18n.percent(preview.share_a_bp, 2) },
                    rows: <Link to="/clients" search={{}}>{t('rows.clients')}</Link>,
                }}
            />
        );
    },
    preview_score: function PreviewScore({ of: { item } }) {
        const i18n = useI18n();
        const { t } = i18n;
        return (
            <ExplanationBody
                explanation={{
                    title: item.name,
                    formula: t('explain.score'),
                    lines: [{ label: t('explain.before'), value: score_text(i18n, item.score_before_bp) }],
                    total: { label: t('explain.after'), value: score_text(i18n, item.score_bp) },
                    rows: <ClientLink id={item.account_id} />,
                }}
            />
        );
    },
};
