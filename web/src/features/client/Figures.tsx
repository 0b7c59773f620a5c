// The rows behind every number of this client.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { url_of } from '../../api/client';
import { ledger_list, ledger_summary } from '../../api/queries';
import type { Account, LedgerEntry } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import type { TextKey } from '../../i18n/runtime';
import { Figure } from '../../records/Figure';
import { kinds_of, type KindSet } from '../../records/ledger_kinds';
import type { ClientSearch } from '../../search';
import { DataGrid, type Column } from '../../ui/DataGrid';
import { Cross, Download } from '../../ui/icons';
import { Chip, Chips, EmptyState, ErrorNotice } from '../../ui/notices';
import { Button } from '@mantine/core';

const kinds = ['revenue', 'credit_note', 'direct_cost', 'time_cost', 'service_cost', 'discount', 'travel', 'acquisition_cost', 'care_cost'] as const;
const sets = Object.keys(kinds_of) as KindSet[];

export function Figures({ account }: { account: Account }) {
    const i18n = useI18n();
    const { t } = i18n;
    const navigate = useNavigate();
    const search = useSearch({ from: '/clients/$id' });
    const { kind, from, to } = search;
    const change = (next: Partial<ClientSearch>) => void navigate({ to: '/clients/$id', params: { id: account.id }, search: { ...search, ...next }, replace: true });
    const [sort, set_sort] = useState('-document_date');
    const filters = { account_id: account.id, entry_kind: kind, 'service_month[gte]': from, 'service_month[lte]': to };
    const params = { ...filters, sort };
    const csv = url_of('/ledger_entries.csv', params);
    const sums = useQuery(ledger_summary(filters));
    const list = useInfiniteQuery(ledger_list(params));
    const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
    const total = list.data?.pages[0]?.total ?? null;
    const kind_label = (value: string) => (kinds.includes(value as never) ? t(`entry_kind.${value}` as TextKey) : value);
    const amount = (row: LedgerEntry) => (row.amount === null ? '–' : i18n.money({ amount: row.amount, currency: row.currency ?? 'CZK' }));
    const columns: Column<LedgerEntry>[] = [
        { key: 'date', header: t('ledger.date'), width: '112px', fact: true, sort: 'document_date', first: 'desc', render: (row) => i18n.day(row.document_date) },
        { key: 'kind', header: t('ledger.kind'), width: '140px', render: (row) => kind_label(row.entry_kind) },
        { key: 'document', header: t('ledger.document'), width: '130px', render: (row) => row.document_no ?? '–' },
        { key: 'what', header: t('ledger.what'), width: 'minmax(200px, 2fr)', render: (row) => row.offering_name ?? row.description ?? '–' },
        { key: 'quantity', header: t('ledger.quantity'), width: '96px', fact: true, align: 'right', render: (row) => (row.quantity === null ? '–' : i18n.number(row.quantity, 3)) },
        { key: 'price', header: t('ledger.unit_price'), width: '124px', fact: true, align: 'right', render: (row) => (row.unit_price === null ? '–' : i18n.number(row.unit_price, 4)) },
        { key: 'amount', header: t('ledger.amount'), width: '148px', align: 'right', render: (row) => <Figure quiet in_grid of={{ figure: 'ledger', row }}><b>{amount(row)}</b></Figure> },
    ];
    return (
        <div className="column" style={{ height: 'max(420px, calc(100dvh - 310px))' }}>
            <div className="row wrap apart">
                <Chips label={t('ledger.kind')}>
                    <Chip pressed={!kind} onClick={() => change({ kind: undefined })}>{t('clients.all_kinds')}</Chip>
                    {sets.map((set) => <Chip key={set} pressed={kind === kinds_of[set]} onClick={() => change({ kind: kind === kinds_of[set] ? undefined : kinds_of[set] })}>{t(`ledger.set.${set}`)}</Chip>)}
                    {from || to ? (
                        <Chip pressed onClick={() => change({ from: undefined, to: undefined })}>
                            {from === to && from ? i18n.month(from) : t('ledger.period', { from: from ? i18n.month(from) : '…', to: to ? i18n.month(to) : '…' })}
                            <Cross aria-hidden />
                            <span className="visually-hidden">{t('ledger.any_period')}</span>
                        </Chip>
                    ) : null}
                </Chips>
                <Button className="desktop-only" component="a" variant="default" download href={csv} leftSection={<Download size={15} aria-hidden />}>{t('grid.export')}</Button>
            </div>
            {list.isError ? (
                <ErrorNotice problem={list.error} retry={() => void list.refetch()} />
            ) : (
                <DataGrid
                    label={t('client.tab.figures')}
                    columns={columns}
                    rows={rows}
                    row_key={(row) => row.id}
                    total={total}
                    loading={list.isFetching}
                    more={list.hasNextPage}
                    load_more={() => void list.fetchNextPage()}
                    sort={sort}
                    set_sort={set_sort}
                    footer={
                        total === null ? null : (
                            <>
                                <span role="status">{t('ledger.count', { count: total })}</span>
                                {sums.data?.by_currency.map((one) => (
                                    <span key={one.currency} className="row" style={{ gap: 20 }}>
                                        {Number(one.net) !== 0 ? <span>{t('client.revenue_word')} <Figure of={{ figure: 'ledger_sum', what: 'revenue', amount: one.net, currency: one.currency, entries: sums.data?.entries ?? 0, csv }}><b>{i18n.money({ amount: one.net, currency: one.currency })}</b></Figure></span> : null}
                                        {Number(one.cost) !== 0 ? <span>{t('ledger.costs')} <Figure of={{ figure: 'ledger_sum', what: 'cost', amount: one.cost, currency: one.currency, entries: sums.data?.entries ?? 0, csv }}><b>{i18n.money({ amount: one.cost, currency: one.currency })}</b></Figure></span> : null}
                                    </span>
                                ))}
                            </>
                        )
                    }
                    card={(row) => (
                        <span className="column tight">
                            <span className="row apart"><span className="clip strong">{row.offering_name ?? row.description ?? row.document_no}</span><b className="number"><Figure of={{ figure: 'ledger', row }}>{amount(row)}</Figure></b></span>
                            <span className="row apart small dim"><span>{i18n.day(row.document_date)}</span><span>{kind_label(row.entry_kind)}</span></span>
                        </span>
                    )}
                    empty={
                        <EmptyState title={t('client.no_revenue')} text={t('client.no_revenue_text')}>
                            <Link to="/import" onClick={() => void navigate({ to: '/import' })}>{t('nav.import')}</Link>
                        </EmptyState>
                    }
                />
            )}
        </div>
    );
}
