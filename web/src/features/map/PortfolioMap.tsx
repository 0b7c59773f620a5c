// The portfolio on one picture: our position at the client × how attractive the client is, size = yearly margin.
import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { map_query, team_load_query } from '../../api/queries';
import type { PortfolioMap, Tier } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import type { MapSearch } from '../../search';
import { lifecycles, TierBadge, TierShape } from '../../ui/badges';
import { BubbleMap } from '../../ui/charts/BubbleMap';
import { Figure, FigureBody } from '../../records/Figure';
import { Explained, ExplanationBody } from '../../ui/Explain';
import { ChartScatter } from '../../ui/icons';
import { Chip, Chips, EmptyState, ErrorNotice, Notice } from '../../ui/notices';
import { Page, Panel } from '../../ui/Page';
import classes from './map.module.css';

const tiers: Tier[] = ['A', 'B', 'C', 'D'];
type Item = PortfolioMap['items'][number];

export function PortfolioMapPage() {
    const i18n = useI18n();
    const { t } = i18n;
    const navigate = useNavigate();
    const search = useSearch({ from: '/map' });
    const change = (next: Partial<MapSearch>) => void navigate({ to: '/map', search: { ...search, ...next }, replace: true });
    const team = useQuery(team_load_query);
    const map = useQuery(
        map_query({
            ...(search.tier === 'none' ? { 'tier[null]': true } : { tier: search.tier }),
            lifecycle: search.lifecycle,
            lead_id: search.lead,
        }),
    );
    const items = useMemo(() => map.data?.items ?? [], [map.data]);
    const placed = useMemo(() => items.filter((item) => item.x_bp !== null && item.y_bp !== null), [items]);
    const missing = items.length - placed.length;
    const currency = map.data?.currency ?? 'CZK';
    const split = map.data?.thresholds ?? { x_bp: 5000, y_bp: 5000 };
    const points = (bp: number | null) => (bp === null ? '–' : i18n.number(bp / 100, 0));
    const money = (item: Item) => (item.size === null ? t('value.unknown') : i18n.money_short({ amount: item.size, currency }));
    const quadrant = (item: Item) =>
        item.x_bp === null || item.y_bp === null
            ? t('map.unplaced')
            : t(item.y_bp >= split.y_bp ? (item.x_bp >= split.x_bp ? 'map.strategic' : 'map.star') : item.x_bp >= split.x_bp ? 'map.status' : 'map.streamline');

    return (
        <Page
            title={t('nav.map')}
            count={map.data ? t('clients.count', { count: items.length }) : ''}
            actions={
                <SegmentedControl
                    size="xs"
                    aria-label={t('map.view')}
                    value={search.view ?? 'map'}
                    onChange={(view) => change({ view: view === 'list' ? 'list' : undefined })}
                    data={[{ value: 'map', label: t('map.as_map') }, { value: 'list', label: t('map.as_list') }]}
                />
            }
        >
            <div className={classes.toolbar}>
                <Chips label={t('clients.by_tier')}>
                    <Chip pressed={!search.tier} onClick={() => change({ tier: undefined })}>{t('clients.all')}</Chip>
                    {tiers.map((tier) => (
                        <Chip key={tier} pressed={search.tier === tier} onClick={() => change({ tier: search.tier === tier ? undefined : tier })}>
                            <TierShape tier={tier} />
                            {t(`tier.${tier}`)}
                        </Chip>
                    ))}
                </Chips>
                <NativeSelect
                    aria-label={t('account.lead')}
                    value={search.lead ?? ''}
                    onChange={(event) => change({ lead: event.currentTarget.value || undefined })}
                    data={[{ value: '', label: t('map.all_leads') }, ...(team.data?.items ?? []).map((one) => ({ value: one.user_id, label: one.user_name }))]}
                />
                <NativeSelect
                    aria-label={t('account.lifecycle')}
                    value={search.lifecycle ?? ''}
                    onChange={(event) => change({ lifecycle: event.currentTarget.value || undefined })}
                    data={[{ value: '', label: t('map.all_states') }, ...lifecycles.map((value) => ({ value, label: t(`lifecycle.${value}`) }))]}
                />
            </div>
            {map.isError ? <ErrorNotice problem={map.error} retry={() => void map.refetch()} /> : null}
            {map.data && items.length === 0 ? (
                <Panel>
                    <EmptyState icon={ChartScatter} title={t('map.empty')} text={t('map.empty_text')}><Link to="/start">{t('start.begin')}</Link></EmptyState>
                </Panel>
            ) : null}
            {items.length && search.view !== 'list' ? (
                <Panel>
                    {placed.length ? (
                        <BubbleMap
                            label={t('map.label')}
                            bubbles={placed.map((item) => ({
                                key: item.account_id,
                                name: item.name,
                                tier: item.tier,
                                x: item.x_bp ?? 0,
                                y: item.y_bp ?? 0,
                                size: Number(item.size ?? 0),
                                tip: [
                                    item.name,
                                    `${item.tier ? `${item.tier} · ${t(`tier.${item.tier}`)}` : t('tier.none')} · ${t('map.margin')} ${money(item)}`,
                                    `${t('map.x_short')} ${points(item.x_bp)} · ${t('map.y_short')} ${points(item.y_bp)}`,
                                ],
                            }))}
                            x_label={t('map.x')}
                            y_label={t('map.y')}
                            x_split={split.x_bp}
                            y_split={split.y_bp}
                            quadrants={[t('map.star'), t('map.strategic'), t('map.streamline'), t('map.status')]}
                            height={560}
                            axis={(value) => i18n.number(value / 100, 0)}
                            explain={(bubble) => {
                                const item = placed.find((one) => one.account_id === bubble.key);
                                return item ? <FigureBody of={{ figure: 'map_point', item, currency }} /> : null;
                            }}
                        />
                    ) : (
                        <EmptyState icon={ChartScatter} title={t('map.nothing_placed')} text={t('map.nothing_placed_text')}><Link to="/segmentation">{t('nav.segmentation')}</Link></EmptyState>
                    )}
                    <div className={classes.foot}>
                        <span className="dim small">{t('map.size')}</span>
                        <Explained figure="map" body={() => <ExplanationBody explanation={{ title: t('map.how'), formula: t('explain.map'), as_of: map.data?.as_of ? i18n.month(map.data.as_of) : null, rows: <Link to="/map" search={{ view: 'list' }}>{t('map.as_list')}</Link> }} />}>
                            <span className="small">{t('map.how')}</span>
                        </Explained>
                    </div>
                </Panel>
            ) : null}
            {missing > 0 && search.view !== 'list' && placed.length ? <Notice>{t('map.missing', { count: missing })} <Link to="/map" search={{ ...search, view: 'list' }}>{t('rows.clients')}</Link></Notice> : null}
            {map.data?.truncated ? <Notice>{t('map.truncated')}</Notice> : null}
            {items.length && search.view === 'list' ? (
                <Panel flush title={t('map.as_list')}>
                    <table className="table">
                        <thead>
                            <tr>
                                <th>{t('account.name')}</th>
                                <th>{t('account.tier')}</th>
                                <th>{t('map.quadrant')}</th>
                                <th className="right">{t('map.x_short')}</th>
                                <th className="right">{t('map.y_short')}</th>
                                <th className="right">{t('account.margin_12m')}</th>
                                <th>{t('account.lead')}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {items.slice(0, 300).map((item) => (
                                <tr key={item.account_id}>
                                    <td><Link to="/clients/$id" params={{ id: item.account_id }}>{item.name}</Link></td>
                                    <td><TierBadge tier={item.tier} /></td>
                                    <td>{quadrant(item)}</td>
                                    <td className="right number">{item.x_bp === null ? points(null) : <Figure quiet of={{ figure: 'map_x', item, currency }}>{points(item.x_bp)}</Figure>}</td>
                                    <td className="right number">{item.y_bp === null ? points(null) : <Figure quiet of={{ figure: 'map_y', item, currency }}>{points(item.y_bp)}</Figure>}</td>
                                    <td className="right number">{item.size === null ? money(item) : <Figure quiet of={{ figure: 'map_margin', item }}>{money(item)}</Figure>}</td>
                                    <td>{item.lead_name ?? '–'}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </Panel>
            ) : null}
        </Page>
    );
}
