// One client: who it is, why it has its tier, what it brings, what its loss would mean, who knows it, what changed.
import { Button, Menu, Tabs } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { account_query, score_query } from '../../api/queries';
import type { Account, AccountScore, AssignmentRole } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { AccountForm, AssignForm, TierForm } from '../../records/forms';
import { Figure } from '../../records/Figure';
import { score_text } from '../../records/score_words';
import { client_tabs, type ClientTab } from '../../search';
import { may, use_session } from '../../session';
import { LifecycleMark, TierBadge } from '../../ui/badges';
import { Archive, More, Pencil, Undo } from '../../ui/icons';
import { ErrorNotice, field_text, Notice } from '../../ui/notices';
import { Kpi, Kpis, Page, show_active_tab } from '../../ui/Page';
import { keep_scroll_pending as Pending } from '../../ui/Pending';
import { on_demand } from '../../ui/on_demand';
import { History } from './History';
import { Overview } from './Overview';
import { People } from './People';
import { notify } from '../../ui/notify';

const Contracts = on_demand<{ account: Account }>(() => import('./Contracts').then((one) => ({ default: one.Contracts })));
const Figures = on_demand<{ account: Account }>(() => import('./Figures').then((one) => ({ default: one.Figures })));

export function ClientPage() {
    const { id } = useParams({ from: '/clients/$id' });
    const account = useQuery(account_query(id));
    if (account.isPending) return <Pending />;
    if (account.isError) return <div style={{ padding: 24 }}><ErrorNotice problem={account.error} retry={() => void account.refetch()} /></div>;
    return <Client key={id} account={account.data} />;
}

function Client({ account }: { account: Account }) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const navigate = useNavigate();
    const queries = useQueryClient();
    const { tab = 'overview' } = useSearch({ from: '/clients/$id' });
    const score = useQuery(score_query(account.id, account.score_bp !== null));
    const [editing, set_editing] = useState(false);
    const [deciding, set_deciding] = useState(false);
    const [assigning, set_assigning] = useState<AssignmentRole | null>(null);
    const currency = session.workspace.base_currency;
    const can_edit = may(session, 'account.update');
    const can_assign = may(session, 'account_assignment.create');
    const can_decide = may(session, 'tier_decision.create');
    const can_archive = may(session, account.archived ? 'account.restore' : 'account.archive');
    const go = (next: ClientTab) =>
        void navigate({ to: '/clients/$id', params: { id: account.id }, search: next === 'overview' ? {} : { tab: next }, replace: true });
    const archive = async () => {
        const path = `/accounts/${account.id}/archival`;
        if (account.archived) await api.remove(path, account.version);
        else await api.put(path, undefined, account.version);
        await queries.invalidateQueries({ queryKey: ['accounts'] });
        notify(t, t(account.archived ? 'client.restored' : 'client.archived', { name: account.name }));
    };
    const sees_money = may(session, 'account.revenue');
    const money = (amount: string | null | undefined) => (amount === null || amount === undefined ? t('value.unknown') : i18n.money_short({ amount, currency }));
    const since = account.client_since ?? account.first_revenue_on;
    return (
        <Page
            title={account.name}
            crumbs={<Link to="/clients">{t('nav.clients')}</Link>}
            heading={
                <>
                    <TierWhy account={account} score={score.data} />
                    <LifecycleMark lifecycle={account.lifecycle} />
                    {account.city ? <span className="dim small">{account.city}</span> : null}
                    <span className="dim small">
                        {account.lead_name ? t('client.looked_after', { lead: account.lead_name, deputy: account.deputy_name ?? t('client.no_deputy') }) : <span className="bad">{t('clients.without_lead')}</span>}
                    </span>
                </>
            }
            actions={
                <>
                    {can_edit ? <Button variant="default" leftSection={<Pencil size={14} aria-hidden />} onClick={() => set_editing(true)}>{t('action.edit')}</Button> : null}
                    {can_assign ? <Button onClick={() => set_assigning('lead')}>{t('client.assign')}</Button> : null}
                    {can_decide || can_assign || can_archive ? (
                        <Menu position="bottom-end">
                            <Menu.Target>
                                <Button variant="default" px={9} aria-label={t('client.more')}><More size={16} aria-hidden /></Button>
                            </Menu.Target>
                            <Menu.Dropdown>
                                {can_decide ? <Menu.Item onClick={() => set_deciding(true)}>{t('client.decide_tier')}</Menu.Item> : null}
                                {can_assign ? <Menu.Item onClick={() => set_assigning('deputy')}>{t('client.assign_deputy')}</Menu.Item> : null}
                                {can_archive && (can_decide || can_assign) ? <Menu.Divider /> : null}
                                {can_archive ? (
                                    <Menu.Item leftSection={account.archived ? <Undo size={15} aria-hidden /> : <Archive size={15} aria-hidden />} onClick={() => void archive()}>
                                        {t(account.archived ? 'client.restore' : 'client.archive')}
                                    </Menu.Item>
                                ) : null}
                            </Menu.Dropdown>
                        </Menu>
                    ) : null}
                </>
            }
        >
            {account.archived ? <Notice kind="warn">{t('client.is_archived')}</Notice> : null}
            {account.warnings?.length ? <Notice kind="warn">{account.warnings.map((warning) => <p key={warning.code + warning.field}>{field_text(i18n, warning)}</p>)}</Notice> : null}
            <Kpis>
                {sees_money ? (
                    <>
                        <Kpi label={t('account.revenue_12m')}><Figure of={{ figure: 'revenue_12m', account }}>{money(account.revenue_12m)}</Figure></Kpi>
                        <Kpi label={t('account.margin_12m')}><Figure of={{ figure: 'margin_12m', account }}>{money(account.margin_12m)}</Figure></Kpi>
                        <Kpi label={t('client.share')}>
                            <Figure of={{ figure: 'share', account }}>{account.revenue_share_bp == null ? t('value.unknown') : i18n.percent(account.revenue_share_bp)}</Figure>
                        </Kpi>
                    </>
                ) : null}
                <Kpi label={t('account.score')} note={score.data && score.data.low_bp !== score.data.high_bp ? t('score.interval', { low: score_text(i18n, score.data.low_bp), high: score_text(i18n, score.data.high_bp) }) : null}>
                    {account.score_bp === null ? <span className="dim">{t('value.unknown')}</span> : <Figure of={{ figure: 'score', account }}>{score_text(i18n, account.score_bp)}</Figure>}
                </Kpi>
                <Kpi label={t('account.last_revenue_on')}>{account.last_revenue_on ? <Figure of={{ figure: 'last_revenue', account }}>{i18n.day(account.last_revenue_on)}</Figure> : <span className="dim">{t('value.unknown')}</span>}</Kpi>
                <Kpi label={t('account.client_since')}>{since ? <Figure of={{ figure: 'client_since', account }}>{i18n.day(since)}</Figure> : <span className="dim">{t('value.unknown')}</span>}</Kpi>
            </Kpis>
            <Tabs value={tab} onChange={(value) => go((value ?? 'overview') as ClientTab)} keepMounted={false}>
                <Tabs.List mb="md" ref={show_active_tab}>
                    {client_tabs.filter((one) => one !== 'figures' || sees_money).map((one) => (
                        <Tabs.Tab key={one} value={one}>{t(`client.tab.${one}`)}</Tabs.Tab>
                    ))}
                </Tabs.List>
                <Tabs.Panel value="overview">
                    <Overview account={account} score={score.data} score_problem={score.error} assign={set_assigning} decide={() => set_deciding(true)} />
                </Tabs.Panel>
                <Tabs.Panel value="people"><People account={account} /></Tabs.Panel>
                <Tabs.Panel value="contracts"><Contracts account={account} /></Tabs.Panel>
                <Tabs.Panel value="figures"><Figures account={account} /></Tabs.Panel>
                <Tabs.Panel value="history"><History account={account} /></Tabs.Panel>
            </Tabs>
            {editing ? <AccountForm account={account} close={() => set_editing(false)} /> : null}
            {assigning ? <AssignForm accounts={[account]} role={assigning} close={() => set_assigning(null)} /> : null}
            {deciding ? <TierForm account_id={account.id} account_name={account.name} tier={account.tier} proposed={score.data?.proposed_tier ?? account.proposed_tier ?? null} close={() => set_deciding(false)} /> : null}
        </Page>
    );
}

function TierWhy({ account, score }: { account: Account; score: AccountScore | undefined }) {
    const { t } = useI18n();
    if (!score) return <TierBadge tier={account.tier} />;
    return (
        <Figure of={{ figure: 'tier', account_id: account.id, score }} label={t('client.tier_label', { tier: account.tier ?? t('tier.none') })}>
            <TierBadge tier={account.tier} />
        </Figure>
    );
}
