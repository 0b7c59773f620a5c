import type { Account } from '../../api/types';
import { useI18n, type I18n } from '../../i18n/provider';
import { Figure } from '../../records/Figure';
import { LifecycleMark, TierBadge } from '../../ui/badges';
import type { Column } from '../../ui/DataGrid';

type ClientFigure = 'revenue_12m' | 'margin_12m' | 'share' | 'score' | 'last_revenue' | 'client_since';

export interface AccountColumn extends Column<Account> {
    /** Fields that the export takes for this column. */
    fields: string[];
}

export const default_columns = ['tier', 'score', 'revenue', 'share', 'margin', 'lifecycle', 'lead', 'last'];

/** Fields that bring the same order or grouping: a share is revenue over one and the same total, a name belongs to its id. */
const same_order: Record<string, string> = { revenue_share_bp: 'revenue_12m', lead_name: 'lead_id', deputy_name: 'deputy_id', parent_name: 'parent_id' };

/** The tier in force, and the one that the score would give where it differs. */
export function TierCell({ account }: { account: Account }) {
    const { t } = useI18n();
    const proposed = account.proposed_tier !== account.tier ? account.proposed_tier : null;
    return (
        <span className="row" title={proposed ? t('score.pending_short', { tier: `${proposed} · ${t(`tier.${proposed}`)}` }) : undefined}>
            <TierBadge tier={account.tier} />
            {proposed ? <span className="small dim"><span aria-hidden="true">→ {proposed}</span><span className="visually-hidden">{t('score.pending_short', { tier: proposed })}</span></span> : null}
        </span>
    );
}

/** `sortable` are the fields that the server sorts by; a column whose field is not among them has a plain heading. */
/** What clients pay, which a colleague who only delivers does not see. */
export const money_columns: ReadonlySet<string> = new Set(['revenue', 'share', 'margin']);

export function account_columns(i18n: I18n, currency: string, sortable: ReadonlySet<string>): AccountColumn[] {
    const { t } = i18n;
    const none = <span className="faint">–</span>;
    const figure = (name: ClientFigure, account: Account, value: string | null) => (value === null && !account.last_revenue_on ? none : <Figure quiet in_grid of={{ figure: name, account }}>{value ?? '–'}</Figure>);
    const money = (name: 'revenue_12m' | 'margin_12m', account: Account) => figure(name, account, account[name] === null || account[name] === undefined ? null : i18n.money_short({ amount: account[name], currency }));
    const day = (value: string | null) => value && i18n.day(value);
    const words = (value: string | null | undefined) => value ?? none;
    const columns: AccountColumn[] = [
        {
            key: 'name', header: t('account.name'), width: 'minmax(190px, 2.2fr)', sort: 'name', fields: ['code', 'name'],
            render: (row) => <span className="strong">{row.name}</span>,
        },
        { key: 'tier', header: t('account.tier'), sort: 'tier', width: '156px', fields: ['tier'], render: (row) => <TierCell account={row} /> },
        {
            key: 'score', header: t('account.score'), width: '72px', align: 'right', sort: 'score_bp', first: 'desc', fields: ['score_bp'],
            render: (row) => figure('score', row, row.score_bp === null ? null : i18n.fixed(row.score_bp / 100, 1)),
        },
        {
            key: 'revenue', header: t('account.revenue_12m'), width: '130px', align: 'right', sort: 'revenue_12m', first: 'desc', fields: ['revenue_12m'],
            render: (row) => money('revenue_12m', row),
        },
        {
            key: 'share', header: t('account.share'), width: '84px', align: 'right', sort: 'revenue_share_bp', first: 'desc', fields: ['revenue_share_bp'],
            render: (row) => figure('share', row, row.revenue_share_bp == null ? null : i18n.percent(row.revenue_share_bp, 1, 1)),
        },
        {
            key: 'margin', header: t('account.margin_12m'), width: '130px', align: 'right', sort: 'margin_12m', first: 'desc', fields: ['margin_12m'],
            render: (row) => money('margin_12m', row),
        },
        {
            key: 'lifecycle', header: t('account.lifecycle'), sort: 'lifecycle', width: '118px', fields: ['lifecycle'],
            render: (row) => <LifecycleMark lifecycle={row.lifecycle} />,
        },
        {
            key: 'lead', header: t('account.lead'), sort: 'lead_name', width: 'minmax(146px, 1.3fr)', fields: ['lead_name'],
            render: (row) => row.lead_name ?? <span className="bad">{t('clients.without_lead')}</span>,
        },
        { key: 'deputy', header: t('account.deputy'), sort: 'deputy_name', width: 'minmax(140px, 1fr)', fields: ['deputy_name'], render: (row) => words(row.deputy_name) },
        {
            key: 'last', header: t('account.last_revenue_on'), width: '116px', align: 'right', sort: 'last_revenue_on', first: 'desc', fields: ['last_revenue_on'],
            render: (row) => figure('last_revenue', row, day(row.last_revenue_on)),
        },
        { key: 'since', header: t('account.client_since'), sort: 'client_since', width: '118px', align: 'right', fields: ['client_since'], render: (row) => figure('client_since', row, day(row.client_since)) },
        { key: 'city', header: t('account.city'), sort: 'city', width: 'minmax(110px, .8fr)', fields: ['city'], render: (row) => words(row.city) },
        { key: 'reg_no', header: t('account.reg_no'), sort: 'reg_no', width: '104px', fields: ['reg_no'], render: (row) => words(row.reg_no) },
        { key: 'parent', header: t('account.parent'), sort: 'parent_name', width: 'minmax(130px, 1fr)', fields: ['parent_name'], render: (row) => words(row.parent_name) },
    ];
    return columns.map((column) => {
        const sort = column.sort && [column.sort, same_order[column.sort]].find((field) => field !== undefined && sortable.has(field));
        return { ...column, sort };
    });
}
