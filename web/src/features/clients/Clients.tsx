import { Button, Menu, Popover, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ComponentProps, useEffect, useMemo, useRef, useState } from 'react';
import { url_of, type QueryParams } from '../../api/client';
import { accounts_list, accounts_summary, sortable_query, team_load_query } from '../../api/queries';
import type { Account, Tier } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import type { ClientsSearch } from '../../search';
import { may, use_session } from '../../session';
import { on_demand } from '../../ui/on_demand';
import { LifecycleMark, lifecycles, TierShape } from '../../ui/badges';
import { DataGrid } from '../../ui/DataGrid';
import { Columns, Download, Filter, Plus, Search, Upload, Users } from '../../ui/icons';
import { Chip, Chips, EmptyState, ErrorNotice } from '../../ui/notices';
import { Page } from '../../ui/Page';
import { use_shortcuts } from '../../ui/shortcuts';
import { Figure } from '../../records/Figure';
import { AccountForm } from '../../records/forms';
import { account_columns, default_columns, money_columns, TierCell } from './columns';
import classes from './Clients.module.css';

const tiers: Tier[] = ['A', 'B', 'C', 'D'];

/** The filters of the address as the server wants them; the same go to the list, the counts and the export. */
export function filters_of(search: ClientsSearch): QueryParams {
    return {
        q: search.q,
        ...(search.tier === 'none' ? { 'tier[null]': true } : { tier: search.tier }),
        lifecycle: search.lifecycle,
        ...(search.lead === 'none' ? { 'lead_id[null]': true } : { lead_id: search.lead }),
        archived: search.archived ? true : undefined,
    };
}

type ChosenProps = ComponentProps<(typeof import('./Chosen'))['Chosen']>;
const Chosen = on_demand<ChosenProps>(() => import('./Chosen').then((one) => ({ default: one.Chosen })));

export function Clients() {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const navigate = useNavigate();
    const search = useSearch({ from: '/clients' });
    const change = (next: Partial<ClientsSearch>) => void navigate({ to: '/clients', search: { ...search, ...next }, replace: true });

    const can_create = may(session, 'account.create');
    const can_assign = may(session, 'account_assignment.create');
    const [chosen, set_chosen] = useState<ReadonlySet<string>>(new Set());
    // What was done with them stays on the page when none is chosen any more.
    const [was_chosen, set_was_chosen] = useState(false);
    useEffect(() => {
        if (chosen.size) set_was_chosen(true);
    }, [chosen]);
    const filters = filters_of(search);
    const sees_money = may(session, 'account.revenue');
    const usual_sort = sees_money ? '-revenue_12m' : 'name';
    const sort = search.sort ?? usual_sort;
    const list = useInfiniteQuery(accounts_list({ ...filters, sort }));
    const summary = useQuery(accounts_summary(filters));
    // Counts on the tier chips ignore the chosen tier, so that the other chips stay meaningful.
    const tier_counts = useQuery(accounts_summary({ ...filters, tier: undefined, 'tier[null]': undefined }));
    const team = useQuery(team_load_query);
    const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
    const total = list.data?.pages[0]?.total ?? summary.data?.count ?? null;

    const shown = search.columns?.split(',') ?? default_columns;
    const currency = summary.data?.currency ?? session.workspace.base_currency;
    const sortable = useQuery(sortable_query('account')).data;
    const columns = useMemo(
        () => account_columns(i18n, currency, sortable ?? new Set()).filter((column) => sees_money || !money_columns.has(column.key)),
        [i18n, currency, sortable, sees_money],
    );
    const visible = columns.filter((column) => column.key === 'name' || shown.includes(column.key));

    const [text, set_text] = useState(search.q ?? '');
    const field = useRef<HTMLInputElement>(null);
    const ask = useDebouncedCallback((value: string) => change({ q: value.trim() || undefined }), 200);
    useEffect(() => {
        if (document.activeElement !== field.current) set_text(search.q ?? '');
    }, [search.q]);
    use_shortcuts({ '/': () => field.current?.focus(), ...(can_create ? { n: () => change({ create: true }) } : {}) });

    const filtered = Boolean(search.q || search.tier || search.lifecycle || search.lead || search.archived);
    const popover_filters = [search.lifecycle, search.lead, search.archived].filter(Boolean).length;
    const counts = tier_counts.data?.by_tier;
    const open = (account: Account) => void navigate({ to: '/clients/$id', params: { id: account.id } });
    const csv = url_of('/accounts.csv', { ...filters, sort, fields: visible.map((column) => column.fields).flat() });

    return (
        <Page
            fill
            title={t('nav.clients')}
            count={total === null ? '' : t('clients.count', { count: total })}
            actions={
                <>
                    {may(session, 'import_run.create') ? (
                        <Button className="desktop-only" variant="default" leftSection={<Upload size={15} aria-hidden />} onClick={() => void navigate({ to: '/import' })}>
                            {t('nav.import')}
                        </Button>
                    ) : null}
                    {can_create ? (
                        <Button leftSection={<Plus size={15} aria-hidden />} aria-keyshortcuts="n" onClick={() => change({ create: true })}>
                            {t('clients.new')}
                        </Button>
                    ) : null}
                </>
            }
        >
            <div className={classes.toolbar}>
                <TextInput
                    ref={field}
                    className={classes.search}
                    aria-label={t('clients.filter')}
                    placeholder={t('clients.filter')}
                    leftSection={<Search size={15} aria-hidden />}
                    value={text}
                    onChange={(event) => {
                        set_text(event.currentTarget.value);
                        ask(event.currentTarget.value);
                    }}
                />
                <Chips label={t('clients.by_tier')}>
                    <Chip pressed={!search.tier} onClick={() => change({ tier: undefined })}>{t('clients.all')}</Chip>
                    {tiers.map((tier) => (
                        <Chip key={tier} pressed={search.tier === tier} onClick={() => change({ tier: search.tier === tier ? undefined : tier })} count={counts ? i18n.number(counts[tier] ?? 0) : undefined}>
                            <TierShape tier={tier} />
                            {t(`tier.${tier}`)}
                        </Chip>
                    ))}
                    {counts?.['none'] ? (
                        <Chip pressed={search.tier === 'none'} onClick={() => change({ tier: search.tier === 'none' ? undefined : 'none' })} count={i18n.number(counts['none'])}>
                            {t('tier.none')}
                        </Chip>
                    ) : null}
                </Chips>
                <div className={classes.tools}>
                    <Popover position="bottom-end" width={280} trapFocus withRoles>
                        <Popover.Target>
                            <Button variant="default" leftSection={<Filter size={15} aria-hidden />}>
                                {popover_filters ? t('clients.filters_on', { count: popover_filters }) : t('clients.filters')}
                            </Button>
                        </Popover.Target>
                        <Popover.Dropdown aria-label={t('clients.filters')} role="dialog">
                            <div className="column">
                                <NativeSelect
                                    label={t('account.lifecycle')}
                                    value={search.lifecycle ?? ''}
                                    onChange={(event) => change({ lifecycle: event.currentTarget.value || undefined })}
                                    data={[
                                        { value: '', label: t('clients.any') },
                                        ...lifecycles.map((value) => ({
                                            value,
                                            label: `${t(`lifecycle.${value}`)} (${i18n.number(summary.data?.by_lifecycle[value] ?? 0)})`,
                                        })),
                                    ]}
                                />
                                <NativeSelect
                                    label={t('account.lead')}
                                    value={search.lead ?? ''}
                                    onChange={(event) => change({ lead: event.currentTarget.value || undefined })}
                                    data={[
                                        { value: '', label: t('clients.any') },
                                        { value: 'none', label: t('clients.without_lead') },
                                        ...(team.data?.items ?? []).map((one) => ({ value: one.user_id, label: one.user_name })),
                                    ]}
                                />
                                <Switch label={t('clients.archived')} checked={search.archived ?? false} onChange={(event) => change({ archived: event.currentTarget.checked || undefined })} />
                            </div>
                        </Popover.Dropdown>
                    </Popover>
                    <Menu position="bottom-end" closeOnItemClick={false}>
                        <Menu.Target>
                            <Button className="desktop-only" variant="default" px={9} aria-label={t('grid.columns')} title={t('grid.columns')}><Columns size={15} aria-hidden /></Button>
                        </Menu.Target>
                        <Menu.Dropdown>
                            {columns.filter((column) => column.key !== 'name').map((column) => (
                                <Menu.CheckboxItem
                                    key={column.key}
                                    checked={shown.includes(column.key)}
                                    onChange={(on) => change({ columns: columns.map((one) => one.key).filter((key) => (key === column.key ? on : shown.includes(key))).join(',') })}
                                >
                                    {column.header}
                                </Menu.CheckboxItem>
                            ))}
                        </Menu.Dropdown>
                    </Menu>
                    {may(session, 'account.export') ? (
                        <Button className="desktop-only" component="a" variant="default" href={csv} download px={9} aria-label={t('grid.export')} title={t('grid.export')}>
                            <Download size={15} aria-hidden />
                        </Button>
                    ) : null}
                </div>
            </div>
            {can_assign && was_chosen ? <Chosen accounts={rows.filter((row) => chosen.has(row.id))} loaded={rows.length} choose_all={() => set_chosen(new Set(rows.map((row) => row.id)))} keep={(ids) => set_chosen(new Set(ids))} /> : null}
            {list.isError ? (
                <ErrorNotice problem={list.error} retry={() => void list.refetch()} />
            ) : (
                <DataGrid
                    label={t('nav.clients')}
                    columns={visible}
                    rows={rows}
                    row_key={(row) => row.id}
                    total={total}
                    loading={list.isFetching}
                    more={list.hasNextPage}
                    load_more={() => void list.fetchNextPage()}
                    sort={sort}
                    set_sort={(next) => change({ sort: next === usual_sort ? undefined : next })}
                    open={open}
                    selection={can_assign ? { chosen, set: set_chosen, label: (row) => t('clients.choose', { name: row.name }), on_cards: search.lead === 'none' || chosen.size > 0 } : undefined}
                    auto_focus
                    row_name={(row) => row.name}
                    card={(row) => <AccountCard account={row} currency={currency} />}
                    footer={
                        summary.data ? (
                            <>
                                <span role="status">{t('clients.count', { count: summary.data.count })}</span>
                                {sees_money ? <Total figure="total_revenue" amount={summary.data.revenue_12m} currency={currency} count={summary.data.count} filters={filters} csv={csv} /> : null}
                                {sees_money ? <Total figure="total_margin" amount={summary.data.margin_12m} currency={currency} count={summary.data.count} filters={filters} csv={csv} /> : null}
                                {summary.data.as_of ? <span>{t('clients.as_of', { month: i18n.month(summary.data.as_of) })}</span> : null}
                            </>
                        ) : null
                    }
                    empty={
                        filtered ? (
                            <EmptyState icon={Search} title={t('clients.none_found')} text={t('clients.none_found_text')}>
                                <Button variant="default" onClick={() => { set_text(''); void navigate({ to: '/clients', search: {}, replace: true }); }}>{t('clients.clear')}</Button>
                            </EmptyState>
                        ) : (
                            <EmptyState icon={Users} title={t('clients.empty')} text={t('clients.empty_text')}>
                                {may(session, 'import_run.create') ? <Button onClick={() => void navigate({ to: '/start' })}>{t('start.begin')}</Button> : null}
                                {can_create ? <Button variant="default" onClick={() => change({ create: true })}>{t('clients.new')}</Button> : null}
                            </EmptyState>
                        )
                    }
                />
            )}
            {search.create && can_create ? (
                <AccountForm
                    account={null}
                    close={() => change({ create: undefined })}
                    saved={(account) => void navigate({ to: '/clients/$id', params: { id: account.id } })}
                />
            ) : null}
        </Page>
    );
}

function Total({ figure, amount, ...rest }: { figure: 'total_revenue' | 'total_margin'; amount: string | null | undefined; currency: string; count: number; filters: QueryParams; csv: string }) {
    const i18n = useI18n();
    const { t } = i18n;
    return (
        <span>
            {t(figure === 'total_revenue' ? 'clients.total_revenue' : 'clients.total_margin')}{' '}
            {amount ? <Figure of={{ figure, amount, ...rest }}><b>{i18n.money_short({ amount, currency: rest.currency })}</b></Figure> : t('value.unknown')}
        </span>
    );
}

function AccountCard({ account, currency }: { account: Account; currency: string }) {
    const i18n = useI18n();
    return (
        <span className="column tight">
            <span className="row apart">
                <span className="clip strong">{account.name}</span>
                <TierCell account={account} />
            </span>
            <span className="row apart small">
                <span className="number">{account.revenue_12m ? <Figure of={{ figure: 'revenue_12m', account }}>{i18n.money_short({ amount: account.revenue_12m, currency })}</Figure> : account.revenue_12m === undefined ? null : i18n.t('value.unknown')}</span>
                <LifecycleMark lifecycle={account.lifecycle} />
            </span>
            <span className="small dim clip">{account.lead_name ?? i18n.t('clients.without_lead')}</span>
        </span>
    );
}
