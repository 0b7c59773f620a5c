import { Button, SegmentedControl } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import { loss_query, revenue_query, team_load_query } from '../../api/queries';
import type { Account, AccountScore, AssignmentRole } from '../../api/types';
import { month_tick } from '../../i18n/format';
import { useI18n } from '../../i18n/provider';
import type { TextKey } from '../../i18n/runtime';
import { Figure, FigureBody } from '../../records/Figure';
import { ScoreTable } from '../../records/ScoreTable';
import { may, use_session } from '../../session';
import { LoadBar } from '../../records/LoadBar';
import { StateMark } from '../../ui/badges';
import { Bars, Lines } from '../../ui/charts';
import { EmptyState, ErrorNotice, Notice } from '../../ui/notices';
import { Facts, Panel } from '../../ui/Page';
import { ValueCard } from './ValueCard';

interface Props {
    account: Account;
    score: AccountScore | undefined;
    score_problem: unknown;
    assign(role: AssignmentRole): void;
    decide(): void;
}

export function Overview({ account, score, score_problem, assign, decide }: Props) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const currency = session.workspace.base_currency;
    return (
        <div className="split">
            <div className="column" style={{ gap: 16 }}>
                <Revenue account={account} />
                <Panel
                    flush
                    title={t('client.tier_why')}
                    note={score?.as_of ? t('score.model', { version: score.model_version }) : null}
                    actions={may(session, 'tier_decision.create') ? <Button size="compact-sm" variant="default" onClick={decide}>{t('client.decide_tier')}</Button> : null}
                >
                    {score && score.lines.length ? (
                        <ScoreTable score={score} account_name={account.name} currency={currency} can_judge={may(session, 'account_judgement.create')} />
                    ) : score_problem ? (
                        <ErrorNotice problem={score_problem} />
                    ) : account.score_bp === null ? (
                        <EmptyState title={t('score.none')} text={t('score.none_text')}>{may(session, 'segmentation.score') ? <ScoreNow /> : null}</EmptyState>
                    ) : null}
                </Panel>
            </div>
            <div className="column" style={{ gap: 16 }}>
                <Care account={account} assign={assign} />
                <ValueCard account={account} />
                <Loss account={account} />
                <Panel title={t('client.facts')}>
                    <Facts
                        rows={(
                            [
                                [t('account.legal_name'), account.legal_name],
                                [t('account.other_names'), account.other_names],
                                [t('account.reg_no'), account.reg_no],
                                [t('account.vat_no'), account.vat_no],
                                [t('client.address'), [account.street, [account.postal_code, account.city].filter(Boolean).join('\u00a0\u00a0'), account.country].filter(Boolean).join(', ') || null],
                                [t('account.email'), account.email ? <a href={`mailto:${account.email}`}>{account.email}</a> : null],
                                [t('account.phone'), account.phone ? <a href={`tel:${account.phone}`}>{account.phone}</a> : null],
                                [t('account.website'), account.website],
                                [t('account.parent'), account.parent_id ? <Link to="/clients/$id" params={{ id: account.parent_id }}>{account.parent_name ?? account.parent_id}</Link> : null],
                                [t('account.code'), account.code],
                                [t('account.description'), account.description],
                            ] as [string, React.ReactNode][]
                        ).filter(([, value]) => value)}
                    />
                </Panel>
            </div>
        </div>
    );
}

/** Scores every client by the model in force. */
function ScoreNow() {
    const { t } = useI18n();
    const queries = useQueryClient();
    const [busy, set_busy] = useState(false);
    const [problem, set_problem] = useState<unknown>(null);
    const score = async () => {
        set_busy(true);
        set_problem(null);
        try {
            await api.post('/segmentation/scores');
            await queries.invalidateQueries({ queryKey: ['accounts'] });
        } catch (refusal) {
            set_problem(refusal);
            set_busy(false);
        }
    };
    return (
        <div className="column">
            {problem ? <ErrorNotice problem={problem} /> : null}
            <Button variant="default" loading={busy} onClick={() => void score()}>{t('score.now')}</Button>
        </div>
    );
}

function Revenue({ account }: { account: Account }) {
    const i18n = useI18n();
    const { t } = i18n;
    const [group, set_group] = useState(false);
    const [span, set_span] = useState('24');
    const revenue = useQuery(revenue_query(account.id, group));
    const months = (revenue.data?.months ?? []).slice(-Number(span));
    const currency = revenue.data?.currency ?? 'CZK';
    const whole = (amount: string | null) => (amount === null ? t('value.unknown') : i18n.money({ amount, currency }, true));
    const any = months.some((month) => Number(month.revenue) !== 0 || Number(month.margin) !== 0);
    return (
        <Panel
            title={t('client.revenue')}
            actions={
                <>
                    <SegmentedControl size="xs" aria-label={t('client.whose')} value={group ? 'group' : 'own'} onChange={(value) => set_group(value === 'group')} data={[{ value: 'own', label: t('client.own') }, { value: 'group', label: t('client.group') }]} />
                    <SegmentedControl size="xs" aria-label={t('client.span')} value={span} onChange={set_span} data={['12', '24', '36'].map((value) => ({ value, label: t('client.months', { count: Number(value) }) }))} />
                </>
            }
        >
            {revenue.isError ? <ErrorNotice problem={revenue.error} /> : null}
            {revenue.data?.rates_missing.length ? (
                <Notice kind="warn">{t('client.rates_missing', { currencies: [...new Set(revenue.data.rates_missing.map((one) => one.currency))].join(', ') })}</Notice>
            ) : null}
            {any ? (
                <Bars
                    label={t('client.revenue_label', { name: account.name })}
                    legend={[t('client.revenue_word'), t('client.margin_word')]}
                    axis={(value) => (value === 0 ? '0' : i18n.money_short({ amount: String(value), currency }))}
                    bars={months.map((month) => ({
                        key: month.month,
                        value: Number(month.revenue),
                        over: Number(month.margin),
                        tick: month_tick(month.month),
                        tip: [
                            i18n.day(`${month.month}-01`, 'month'),
                            `${t('client.revenue_word')} ${whole(month.revenue)}`,
                            `${t('client.margin_word')} ${whole(month.margin)}`,
                        ],
                    }))}
                    explain={(bar) => {
                        const month = months.find((one) => one.month === bar.key);
                        return month ? <FigureBody of={{ figure: 'month', account_id: account.id, month, currency, group }} /> : null;
                    }}
                />
            ) : revenue.data ? (
                <EmptyState title={t('client.no_revenue')} text={t('client.no_revenue_text')}><Link to="/import">{t('nav.import')}</Link></EmptyState>
            ) : (
                <div style={{ height: 240 }} />
            )}
        </Panel>
    );
}

function Care({ account, assign }: { account: Account; assign(role: AssignmentRole): void }) {
    const { t } = useI18n();
    const session = use_session();
    const team = useQuery(team_load_query);
    const lead = team.data?.items.find((item) => item.user_id === account.lead_id);
    return (
        <Panel title={t('client.care')} actions={may(session, 'account_assignment.create') ? <Button size="compact-sm" variant="default" onClick={() => assign(account.lead_id ? 'deputy' : 'lead')}>{t(account.lead_id ? 'client.assign_deputy' : 'client.assign')}</Button> : null}>
            <div className="column">
                <Facts
                    rows={[
                        [t('account.lead'), account.lead_name ?? <span key="none" className="bad">{t('clients.without_lead')}</span>],
                        [t('account.deputy'), account.deputy_name ?? <span key="none" className="dim">{t('client.no_deputy')}</span>],
                    ]}
                />
                {lead ? <LoadBar label={t('client.load_of', { name: lead.user_name })} load={lead} /> : null}
            </div>
        </Panel>
    );
}

function Loss({ account }: { account: Account }) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const loss = useQuery(loss_query([account.id]));
    if (!loss.data) return loss.isError ? <Panel title={t('loss.title')}><ErrorNotice problem={loss.error} /></Panel> : null;
    const { data } = loss;
    const money = (amount: string | null) => (amount === null ? t('value.unknown') : i18n.money_short({ amount, currency: data.currency }));
    const months = data.months_until_loss;
    return (
        <Panel title={t('loss.title')}>
            <div className="column">
                <div className="row wrap baseline">
                    <span style={{ fontSize: '1.1875rem', fontWeight: 650 }}>
                        <Figure of={{ figure: 'loss', loss: data, account_id: account.id }}>
                            {data.no_threat ? t('loss.no_threat') : months === null ? t('loss.unknown') : t('loss.months', { count: months })}
                        </Figure>
                    </span>
                    {data.existential ? <StateMark kind="bad">{t('loss.existential')}</StateMark> : null}
                </div>
                <p className="small dim">
                    {data.reason
                        ? loss_reason(i18n, data.reason)
                        : data.no_threat
                          ? t('loss.no_threat_text')
                          : t('loss.months_text')}
                </p>
                {data.margin_is_revenue && !data.reason ? <p className="small warn">{t('loss.margin_is_revenue')}</p> : null}
                {data.reason && may(session, 'workspace.update') ? <Link to="/settings" className="small">{t('loss.fill_costs')}</Link> : null}
                {data.timeline.length && !data.reason ? (
                    <Lines
                        label={t('loss.chart')}
                        height={150}
                        kinds={['before', 'after']}
                        legend={[t('loss.stays'), t('loss.leaves')]}
                        guides={[0]}
                        axis={(value) => (value === 0 ? '0' : i18n.money_short({ amount: String(value), currency: data.currency }))}
                        explain={(point) => <FigureBody of={{ figure: 'loss', loss: data, account_id: account.id, month: point.key }} />}
                        points={data.timeline.map((point) => ({
                            key: point.month,
                            values: [Number(point.reserve_before), Number(point.reserve_after)],
                            tick: month_tick(point.month),
                            tip: [
                                i18n.day(`${point.month}-01`, 'month'),
                                `${t('loss.stays')} ${money(point.reserve_before)}`,
                                `${t('loss.leaves')} ${money(point.reserve_after)}`,
                            ],
                        }))}
                    />
                ) : null}
                <div className="small dim wrapping">
                    <Figure of={{ figure: 'affected', loss: data, account_id: account.id }}>
                        {t('loss.affected', { lead: data.affected.lead_name ?? t('clients.without_lead'), contacts: data.affected.contacts, offerings: data.affected.offerings })}
                    </Figure>
                </div>
            </div>
        </Panel>
    );
}

function loss_reason(i18n: ReturnType<typeof useI18n>, reason: string): string {
    const key = `loss.reason.${reason}`;
    const own = i18n.t(key as TextKey);
    return own === key ? i18n.t('loss.unknown') : own;
}
