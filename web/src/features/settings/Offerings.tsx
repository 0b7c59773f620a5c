// What the firm sells, sorted into families: the topmost of a tree is the family by which reports split.
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState, type ComponentProps } from 'react';
import { offerings_list } from '../../api/queries';
import type { Offering } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { choice_label, field_label } from '../../records/labels';
import { may, use_session } from '../../session';
import { Plus, Search } from '../../ui/icons';
import { Chip, Chips, EmptyState, ErrorNotice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { Tick } from '../../ui/Tick';
import { on_demand } from '../../ui/on_demand';
import classes from './settings.module.css';

const OfferingForm = on_demand<ComponentProps<typeof import('../../records/OfferingForm').OfferingForm>>(() => import('../../records/OfferingForm').then((one) => ({ default: one.OfferingForm })));
const Placement = on_demand<ComponentProps<typeof import('../../records/OfferingPlacement').OfferingPlacement>>(() => import('../../records/OfferingPlacement').then((one) => ({ default: one.OfferingPlacement })));

const places = ['all', 'below', 'top', 'archived'] as const;
type Place = (typeof places)[number];
const filter_of = (place: Place) => (place === 'all' ? {} : place === 'archived' ? { archived: true } : { 'parent_id[null]': place === 'top' });

export function Offerings() {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const [text, set_text] = useState('');
    const [asked] = useDebouncedValue(text.trim(), 200);
    const [place, set_place] = useState<Place>('all');
    const [edited, set_edited] = useState<Offering | 'new' | null>(null);
    const [chosen, set_chosen] = useState<ReadonlySet<string>>(new Set());
    const list = useInfiniteQuery(offerings_list({ q: asked || undefined, ...filter_of(place), sort: 'name' }));
    const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
    const total = list.data?.pages[0]?.total ?? null;
    const editable = may(session, 'offering.place');
    const toggle = (id: string) => {
        const next = new Set(chosen);
        if (!next.delete(id)) next.add(id);
        set_chosen(next);
    };
    const all = rows.length > 0 && rows.every((row) => chosen.has(row.id));
    const label = (field: string) => field_label(i18n, 'offering', field);
    if (list.isError) return <ErrorNotice problem={list.error} retry={() => void list.refetch()} />;
    return (
        <Panel
            flush
            title={t('offerings.title')}
            actions={may(session, 'offering.create') ? <Button size="compact-sm" leftSection={<Plus size={14} aria-hidden />} onClick={() => set_edited('new')}>{t('offerings.add')}</Button> : null}
        >
            <div className={classes.offering_tools}>
                <p className="dim small">{t('offerings.text')}</p>
                <div className="row wrap">
                    <TextInput className="grow" aria-label={t('offerings.find')} placeholder={t('offerings.find')} leftSection={<Search size={15} aria-hidden />} value={text} onChange={(event) => set_text(event.currentTarget.value)} />
                    <Chips label={t('offerings.place')}>
                        {places.map((one) => <Chip key={one} pressed={place === one} onClick={() => set_place(one)}>{t(`offerings.place.${one}`)}</Chip>)}
                    </Chips>
                    {total === null ? null : <span className="dim small number" data-fact>{t('offerings.count', { count: total })}</span>}
                </div>
                {chosen.size ? <div className={classes.placement}><Placement chosen={chosen} clear={() => set_chosen(new Set())} /></div> : null}
            </div>
            {rows.length ? (
                <div className={classes.offering_rows}>
                    <table className="table">
                        <thead>
                            <tr>
                                {editable ? <th className={classes.ticks}><Tick label={t('offerings.choose_all')} checked={all} partly={!all && chosen.size > 0} change={() => set_chosen(all ? new Set() : new Set([...chosen, ...rows.map((row) => row.id)]))} /></th> : null}
                                <th>{label('name')}</th>
                                <th className="desktop-only">{label('code')}</th>
                                <th>{label('parent_id')}</th>
                                <th className="desktop-only">{label('kind')}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {rows.map((row) => (
                                <tr key={row.id}>
                                    {editable ? <td className={classes.ticks}><Tick label={t('offerings.choose', { name: row.name })} checked={chosen.has(row.id)} change={() => toggle(row.id)} /></td> : null}
                                    <td>{may(session, 'offering.update') ? <button type="button" className={classes.offering_name} onClick={() => set_edited(row)}>{row.name}</button> : row.name}</td>
                                    <td className="dim desktop-only">{row.code}</td>
                                    <td>{row.parent_name ?? '–'}</td>
                                    <td className="dim desktop-only">{choice_label(i18n, 'offering', 'kind', row.kind)}{row.active ? '' : ` · ${t('offerings.not_offered')}`}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                    {list.hasNextPage ? <div className={classes.offering_more}><Button variant="default" size="compact-sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('action.more')}</Button></div> : null}
                </div>
            ) : list.data ? (
                <EmptyState title={t(asked || place !== 'all' ? 'offerings.none' : 'offerings.empty')} text={asked || place !== 'all' ? undefined : t('offerings.empty_text')} />
            ) : null}
            {edited ? <OfferingForm offering={edited === 'new' ? null : edited} close={() => set_edited(null)} /> : null}
        </Panel>
    );
}
