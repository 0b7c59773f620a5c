// The rows behind every number of this client.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { url_of } from '../../api/client';
import { ledger_list } from '../../api/queries';
import type { Account, LedgerEntry } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import type { TextKey } from '../../i18n/runtime';
import { DataGrid, type Column } from '../../ui/DataGrid';
import { Download } from '../../ui/icons';
import { Chip, Chips, EmptyState, ErrorNotice } from '../../ui/notices';
import { Button } from '@mantine/core';

const kinds = ['revenue', 'credit_note', 'direct_cost', 'time_cost', 'service_cost', 'discount', 'travel', 'acquisition_cost', 'care_cost'] as const;
const shown_kinds = ['revenue', 'credit_note', 'direct_cost'] as const;

export function Figures({ account }: { account: Account }) {
    const i18n = useI18n();
    const { t } = i18n;
    const navigate = useNavigate();
    const [sort, set_sort] = useState('-document_date');
    const [kind, set_kind] = useState<string | null>(null);
    const params = { account_id: account.id, sort, entry_kind: kind };
    const list = useInfiniteQuery(ledger_list(params));
    const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
    const total = list.data?.pages[0]?.total ?? null;
    const kind_label = (value: string) => (kinds.includes(value as never) ? t(`entry_kind.${value}` as TextKey) : value);
    const amount = (row: LedgerEntry) => (row.amount === null ? '–' : i18n.money({ amount: row.amount, currency: row.currency ?? 'CZK' }));
    const columns: Column<LedgerEntry>[] = [
        { key: 'date', header: t('ledger.date'), width: '112px', sort: 'document_date', first: 'desc', render: (row) => i18n.day(row.document_date) },
        { key: 'kind', header: t('ledger.kind'), width: '140px', render: (row) => kind_label(row.entry_kind) },
        { key: 'document', header: t('ledger.document'), width: '130px', render: (row) => row.document_no ?? '–' },
        { key: 'what', header: t('ledger.what'), width: 'minmax(200px, 2fr)', render: (row) => row.offering_name ?? row.description ?? '–' },
        { key: 'quantity', header: t('ledger.quantity'), width: '96px', align: 'right', render: (row) => (row.quantity === null ? '–' : i18n.number(row.quantity, 3)) },
        { key: 'price', header: t('ledger.unit_price'), width: '124px', align: 'right', render: (row) => (row.unit_price === null ? '–' : i18n.number(row.unit_price, 4)) },
        { key: 'amount', header: t('ledger.amount'), width: '148px', align: 'right', render: (row) => <b>{amount(row)}</b> },
    ];
    return (
        <div className="column" style={{ height: 'max(420px, calc(100dvh - 310px))' }}>
            <div className="row wrap apart">
                <Chips label={t('ledger.kind')}>
                    <Chip pressed={kind === null} onClick={() => set_kind(null)}>{t('clients.all_kinds')}</Chip>
                    {shown_kinds.map((one) => <Chip key={one} pressed={kind === one} onClick={() => set_kind(kind === one ? null : one)}>{kind_label(one)}</Chip>)}
                </Chips>
                <Button className="desktop-only" component="a" variant="default" download href={url_of('/ledger_entries.csv', params)} leftSection={<Download size={15} aria-hidden />}>{t('grid.export')}</Button>
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
                    footer={total === null ? null : <span role="status">{t('ledger.count', { count: total })}</span>}
                    card={(row) => (
                        <span className="column tight">
                            <span className="row apart"><span className="clip strong">{row.offering_name ?? row.description ?? row.document_no}</span><b className="number">{amount(row)}</b></span>
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
