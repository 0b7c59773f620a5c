import type { Account } from '../../api/types';
import type { I18n } from '../../i18n/provider';
import { LifecycleMark, TierBadge } from '../../ui/badges';
import type { Column } from '../../ui/DataGrid';

export interface AccountColumn extends Column<Account> {
    /** Fields that the export takes for this column. */
    fields: string[];
}

export const default_columns = ['tier', 'score', 'revenue', 'share', 'margin', 'lifecycle', 'lead', 'last'];

export function account_columns(i18n: I18n, currency: string): AccountColumn[] {
    const { t } = i18n;
    const money = (amount: string | null | undefined) => (amount === null || amount === undefined ? <span className="faint">–</span> : i18n.money_short({ amount, currency }));
    const day = (value: string | null) => (value ? i18n.day(value) : <span className="faint">–</span>);
    const words = (value: string | null | undefined) => value ?? <span className="faint">–</span>;
    return [
        {
            key: 'name', header: t('account.name'), width: 'minmax(220px, 2.2fr)', sort: 'name', fields: ['code', 'name'],
            render: (row) => <span className="strong">{row.name}</span>,
        },
        { key: 'tier', header: t('account.tier'), width: '136px', fields: ['tier'], render: (row) => <TierBadge tier={row.tier} /> },
        {
            key: 'score', header: t('account.score'), width: '76px', align: 'right', sort: 'score_bp', first: 'desc', fields: ['score_bp'],
            render: (row) => (row.score_bp === null ? <span className="faint">–</span> : i18n.fixed(row.score_bp / 100, 1)),
        },
        {
            key: 'revenue', header: t('account.revenue_12m'), width: '132px', align: 'right', sort: 'revenue_12m', first: 'desc', fields: ['revenue_12m'],
            render: (row) => money(row.revenue_12m),
        },
        {
            key: 'share', header: t('account.share'), width: '84px', align: 'right', fields: ['revenue_share_bp'],
            render: (row) => (row.revenue_share_bp === null ? <span className="faint">–</span> : i18n.percent(row.revenue_share_bp, 1, 1)),
        },
        {
            key: 'margin', header: t('account.margin_12m'), width: '132px', align: 'right', sort: 'margin_12m', first: 'desc', fields: ['margin_12m'],
            render: (row) => money(row.margin_12m),
        },
        {
            key: 'lifecycle', header: t('account.lifecycle'), width: '124px', fields: ['lifecycle'],
            render: (row) => <LifecycleMark lifecycle={row.lifecycle} />,
        },
        {
            key: 'lead', header: t('account.lead'), width: 'minmax(160px, 1.3fr)', fields: ['lead_name'],
            render: (row) => row.lead_name ?? <span className="bad">{t('clients.without_lead')}</span>,
        },
        { key: 'deputy', header: t('account.deputy'), width: 'minmax(140px, 1fr)', fields: ['deputy_name'], render: (row) => words(row.deputy_name) },
        {
            key: 'last', header: t('account.last_revenue_on'), width: '118px', align: 'right', sort: 'last_revenue_on', first: 'desc', fields: ['last_revenue_on'],
            render: (row) => day(row.last_revenue_on),
        },
        { key: 'since', header: t('account.client_since'), width: '118px', align: 'right', fields: ['client_since'], render: (row) => day(row.client_since) },
        { key: 'city', header: t('account.city'), width: 'minmax(110px, .8fr)', fields: ['city'], render: (row) => words(row.city) },
        { key: 'reg_no', header: t('account.reg_no'), width: '104px', fields: ['reg_no'], render: (row) => words(row.reg_no) },
        { key: 'parent', header: t('account.parent'), width: 'minmax(130px, 1fr)', fields: ['parent_name'], render: (row) => words(row.parent_name) },
    ];
}
