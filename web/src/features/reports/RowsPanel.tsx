// The clients behind a figure, with what they brought at both ends; each amount leads to its document lines.
import { Button, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { indicator_rows_query } from '../../api/reports';
import { team_load_query } from '../../api/queries';
import { useI18n } from '../../i18n/provider';
import { kinds_of } from '../../records/ledger_kinds';
import { rows_params } from '../../records/reports/question';
import { compared_text, indicator_name, part_text, reason_name, signed } from '../../records/reports/words';
import type { ReportSearch } from '../../search';
import { phone_query } from '../../ui/phone';
import { EmptyState, ErrorNotice } from '../../ui/notices';
import { Scroll } from '../../ui/Page';

export function RowsPanel({ search, close }: { search: ReportSearch; close(): void }) {
    const i18n = useI18n();
    const { t } = i18n;
    const code = search.rows ?? '';
    const list = useInfiniteQuery(indicator_rows_query(code, rows_params(search)));
    const first = list.data?.pages[0];
    const [by, key] = [search.part?.split(':')[0], search.part?.split(':')[1] ?? null];
    const team = useQuery({ ...team_load_query, enabled: by === 'manager' });
    const part = !by ? null : by === 'leave_reason_code' ? reason_name(i18n, key === 'none' ? null : key) : part_text(i18n, by, key, by === 'family' ? first?.period.family : team.data?.items.find((one) => one.user_id === key)?.user_name);
    const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
    const period = first?.period;
    const weighted = rows.some((row) => row.weight_bp !== null);
    const by_size = ['revenue', 'clients', 'top_share', 'top_five_share', 'concentration_index', 'existential_clients', 'late_clients', 'margin_variation'].includes(code);
    const phone = useMediaQuery(phone_query) ?? false;
    const money = (value: string) => (phone ? i18n.money_short({ amount: value, currency: period?.currency ?? 'CZK' }) : i18n.money({ amount: value, currency: period?.currency ?? 'CZK' }, true));
    const amount = (id: string, name: string, value: string | null, from: string, to: string) => {
        if (value === null || !period) return <span className="dim">{t('value.unknown')}</span>;
        const text = money(value);
        if (period.base === 'contracts') return text;
        return <Link to="/clients/$id" params={{ id }} search={{ tab: 'figures', kind: kinds_of.revenue, from, to }} aria-label={t('reports.rows.ledger', { amount: text, name })}>{text}</Link>;
    };
    return (
        <Drawer
            opened
            onClose={close}
            position="right"
            size={680}
            title={part ? `${indicator_name(i18n, code)} · ${part}` : indicator_name(i18n, code)}
            overlayProps={{ backgroundOpacity: 0.25 }}
            closeButtonProps={{ 'aria-label': t('action.close') }}
            styles={{ title: { fontWeight: 650, fontSize: '1rem' }, header: { borderBottom: '1px solid var(--line)', marginBottom: 14 } }}
        >
            <div className="column">
                {list.isError ? <ErrorNotice problem={list.error} retry={() => void list.refetch()} /> : null}
                {period ? <p className="small dim">{`${compared_text(i18n, period)}. ${t('reports.rows_count', { count: first.total })}. ${t(by_size ? 'reports.rows_size' : 'reports.rows_order')}`}</p> : null}
                {first && rows.length === 0 ? <EmptyState title={t('reports.rows_none')} /> : null}
                {period && rows.length ? (
                    <Scroll label={t('reports.rows')}>
                        <table className="table">
                            <thead>
                                <tr>
                                    <th>{t('reports.rows.client')}</th>
                                    {phone ? null : <th className="right">{t('reports.rows.start')}</th>}
                                    {phone ? null : <th className="right">{t('reports.rows.end')}</th>}
                                    <th className="right">{t('reports.rows.change')}</th>
                                    {weighted ? <th className="right">{t('reports.rows.share')}</th> : null}
                                </tr>
                            </thead>
                            <tbody>
                                {rows.map((row) => (
                                    <tr key={row.account_id}>
                                        <td>
                                            <Link to="/clients/$id" params={{ id: row.account_id }}>{row.name}</Link>
                                            <div className="small dim">{[i18n.label(`movement.${row.movement}`), detail_of(i18n, row)].filter(Boolean).join(' · ')}</div>
                                            {phone ? (
                                                <div className="small number">
                                                    {amount(row.account_id, row.name, row.start, period.start_first, period.start_last)}
                                                    {' → '}
                                                    {amount(row.account_id, row.name, row.end, period.end_first, period.end_last)}
                                                </div>
                                            ) : null}
                                        </td>
                                        {phone ? null : <td className="right number">{amount(row.account_id, row.name, row.start, period.start_first, period.start_last)}</td>}
                                        {phone ? null : <td className="right number">{amount(row.account_id, row.name, row.end, period.end_first, period.end_last)}</td>}
                                        <td className={`right number strong ${Number(row.change) < 0 ? 'bad' : ''}`}>{row.change === null ? '–' : signed(Number(row.change), money(row.change))}</td>
                                        {weighted ? <td className="right number">{row.weight_bp === null ? '–' : i18n.percent(row.weight_bp)}</td> : null}
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </Scroll>
                ) : null}
                {list.hasNextPage ? <div><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('reports.rows.more')}</Button></div> : null}
            </div>
        </Drawer>
    );
}

/** What a server newer than this page says about a row besides; a code that has no words is left out. */
function detail_of(i18n: ReturnType<typeof useI18n>, row: object): string | null {
    const detail: unknown = 'detail' in row ? row.detail : null;
    if (typeof detail === 'number') return i18n.number(detail, 2);
    if (typeof detail !== 'string' || !detail) return null;
    return i18n.label(`row_detail.${detail}`) ?? (/^[a-z0-9_]+_[a-z0-9_]+$/.test(detail) ? null : detail);
}
