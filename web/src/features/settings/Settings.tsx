import { Button, Modal, NativeSelect, NumberInput, SegmentedControl, Switch, Tabs, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { rates_query, workspace_query } from '../../api/queries';
import type { ExchangeRate, Workspace } from '../../api/types';
import { parse_amount } from '../../i18n/format';
import { useI18n } from '../../i18n/provider';
import type { Language } from '../../i18n/runtime';
import { settings_tabs, type SettingsTab } from '../../search';
import { may, use_session } from '../../session';
import { use_form } from '../../ui/FormPanel';
import { DateField } from '../../ui/DateField';
import { EmptyState, ErrorNotice, Notice } from '../../ui/notices';
import { Page, Panel } from '../../ui/Page';
import { use_scheme } from '../../ui/scheme';
import { set_single_keys, single_keys_on } from '../../ui/shortcuts';
import { presets } from '../../records/presets';
import { SampleFirm } from '../../records/SampleFirm';
import classes from './settings.module.css';
import { notify } from '../../ui/notify';

export function Settings() {
    const { t } = useI18n();
    const navigate = useNavigate();
    const { tab = 'firm' } = useSearch({ from: '/settings' });
    return (
        <Page title={t('nav.settings')}>
            <Tabs value={tab} keepMounted={false} onChange={(value) => void navigate({ to: '/settings', search: value === 'firm' ? {} : { tab: value as SettingsTab }, replace: true })}>
                <Tabs.List mb="md">
                    {settings_tabs.map((one) => (
                        <Tabs.Tab key={one} value={one}>{t(`settings.tab.${one}`)}</Tabs.Tab>
                    ))}
                </Tabs.List>
                <Tabs.Panel value="firm"><Firm /></Tabs.Panel>
                <Tabs.Panel value="me"><Me /></Tabs.Panel>
                <Tabs.Panel value="rates"><Rates /></Tabs.Panel>
                <Tabs.Panel value="data"><Data /></Tabs.Panel>
            </Tabs>
        </Page>
    );
}

function Firm() {
    const workspace = useQuery(workspace_query);
    if (workspace.isError) return <ErrorNotice problem={workspace.error} retry={() => void workspace.refetch()} />;
    return workspace.data ? <FirmForm key={workspace.data.version} workspace={workspace.data} /> : <div style={{ height: 300 }} />;
}

function FirmForm({ workspace }: { workspace: Workspace }) {
    const { t } = useI18n();
    const session = use_session();
    const queries = useQueryClient();
    const editable = may(session, 'workspace.update') || session.user.roles.some((role) => role === 'owner' || role === 'admin');
    const initial = {
        name: workspace.name,
        business_preset: workspace.business_preset ?? 'mixed',
        fixed_monthly_costs: workspace.fixed_monthly_costs ?? null,
        cash_reserve: workspace.cash_reserve ?? null,
        overload_gate: workspace.overload_gate,
    };
    const save = useCallback(
        async (changed: Partial<typeof initial>) => {
            await api.patch('/workspace', changed, workspace.version);
            for (const key of ['workspace', 'session', 'accounts']) void queries.invalidateQueries({ queryKey: [key] });
            notify(t, t('form.saved'));
        },
        [workspace.version, queries, t],
    );
    const form = use_form(initial, save);
    const submit = (event: FormEvent) => {
        event.preventDefault();
        void form.submit();
    };
    return (
        <Panel title={t('settings.tab.firm')}>
            <form className={classes.form} onSubmit={submit} noValidate>
                {form.problem ? <ErrorNotice problem={form.problem} /> : null}
                {editable ? null : <Notice>{t('settings.read_only')}</Notice>}
                <TextInput label={t('auth.workspace_name')} disabled={!editable} value={form.values.name} error={form.error('name')} onChange={(event) => form.set('name', event.currentTarget.value)} />
                <NativeSelect label={t('auth.business_preset')} disabled={!editable} value={form.values.business_preset} onChange={(event) => form.set('business_preset', event.currentTarget.value as (typeof presets)[number])} data={presets.map((value) => ({ value, label: t(`preset.${value}`) }))} />
                <TextInput label={t('auth.currency')} value={workspace.base_currency} disabled readOnly description={t('settings.currency_fixed')} />
                <AmountField label={t('settings.fixed_costs')} description={t('settings.fixed_costs_text')} currency={workspace.base_currency} disabled={!editable} value={form.values.fixed_monthly_costs} error={form.error('fixed_monthly_costs')} onChange={(value) => form.set('fixed_monthly_costs', value)} />
                <AmountField label={t('settings.reserve')} description={t('settings.reserve_text')} currency={workspace.base_currency} disabled={!editable} value={form.values.cash_reserve} error={form.error('cash_reserve')} onChange={(value) => form.set('cash_reserve', value)} />
                <Switch label={t('settings.gate')} description={t('settings.gate_text')} disabled={!editable} checked={form.values.overload_gate} onChange={(event) => form.set('overload_gate', event.currentTarget.checked)} />
                <div className="row"><Button type="submit" disabled={!form.dirty || !editable} loading={form.busy}>{t('action.save')}</Button></div>
            </form>
        </Panel>
    );
}

function AmountField({ value, onChange, currency, error, ...rest }: { label: string; description?: string; currency: string; disabled?: boolean; value: string | null; error?: string; onChange(value: string | null): void }) {
    const i18n = useI18n();
    const [text, set_text] = useState(value === null ? '' : i18n.number(value, 2));
    const [wrong, set_wrong] = useState(false);
    return (
        <TextInput
            {...rest}
            inputMode="decimal"
            value={text}
            rightSection={<span className="small dim">{currency}</span>}
            rightSectionWidth={56}
            error={wrong ? i18n.t('form.not_a_number') : error}
            onChange={(event) => {
                const typed = event.currentTarget.value;
                set_text(typed);
                if (!typed.trim()) {
                    set_wrong(false);
                    onChange(null);
                    return;
                }
                const amount = parse_amount(typed);
                set_wrong(amount === null);
                if (amount !== null) onChange(amount);
            }}
            onBlur={() => value !== null && !wrong && set_text(i18n.number(value, 2))}
        />
    );
}

function Me() {
    const i18n = useI18n();
    const { t } = i18n;
    const scheme = use_scheme();
    const [keys, set_keys] = useState(single_keys_on());
    return (
        <Panel title={t('settings.tab.me')}>
            <div className={classes.form}>
                <div>
                    <div className={classes.label} id="language-label">{t('settings.language')}</div>
                    <SegmentedControl aria-labelledby="language-label" value={i18n.language} onChange={(value) => i18n.set_language(value as Language)} data={[{ value: 'cs', label: t('settings.czech') }, { value: 'en', label: t('settings.english') }]} />
                </div>
                <div>
                    <div className={classes.label} id="scheme-label">{t('settings.scheme')}</div>
                    <SegmentedControl
                        aria-labelledby="scheme-label"
                        value={scheme.scheme}
                        onChange={(value) => scheme.set(value as 'light' | 'dark' | 'auto')}
                        data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`settings.scheme.${value}`) }))}
                    />
                </div>
                <Switch
                    label={t('settings.keys')}
                    description={t('settings.keys_text')}
                    checked={keys}
                    onChange={(event) => {
                        set_single_keys(event.currentTarget.checked);
                        set_keys(event.currentTarget.checked);
                    }}
                />
            </div>
        </Panel>
    );
}

function Rates() {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const queries = useQueryClient();
    const rates = useQuery(rates_query);
    const [text, set_text] = useState('');
    const [manual, set_manual] = useState({ on: session.today as string | null, currency: 'EUR', amount: 1, rate: '' });
    const [problem, set_problem] = useState<unknown>(null);
    const [busy, set_busy] = useState(false);
    const act = async (work: () => Promise<string>) => {
        set_busy(true);
        set_problem(null);
        try {
            notify(t, await work());
            for (const key of ['exchange_rates', 'accounts']) void queries.invalidateQueries({ queryKey: [key] });
        } catch (refusal) {
            set_problem(refusal);
        } finally {
            set_busy(false);
        }
    };
    const rate = parse_amount(manual.rate);
    const items = rates.data?.items ?? [];
    return (
        <div className="halves">
            <Panel flush title={t('rates.title')}>
                {items.length ? (
                    <table className="table">
                        <thead>
                            <tr><th>{t('ledger.date')}</th><th>{t('auth.currency')}</th><th className="right">{t('rates.per')}</th><th className="right">{t('rates.rate')}</th><th>{t('rates.source')}</th></tr>
                        </thead>
                        <tbody>
                            {items.map((item) => (
                                <tr key={item.id}>
                                    <td className="number" data-fact>{i18n.day(item.valid_on)}</td>
                                    <td>{item.currency}</td>
                                    <td className="right number" data-fact>{i18n.number(item.units)}</td>
                                    <td className="right number" data-fact>{i18n.number(item.rate, 6)}</td>
                                    <td className="dim">{item.source === 'cnb' ? t('rates.cnb', { number: String(item.list_no ?? '') }) : t('rates.manual')}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                ) : rates.data ? (
                    <EmptyState title={t('rates.empty')} text={t('rates.empty_text')} />
                ) : null}
            </Panel>
            <div className="column" style={{ gap: 16 }}>
                {problem ? <ErrorNotice problem={problem} /> : null}
                <Panel title={t('rates.list')}>
                    <div className="column">
                        <Textarea label={t('rates.list_label')} description={t('rates.list_hint')} autosize minRows={5} maxRows={12} value={text} onChange={(event) => set_text(event.currentTarget.value)} />
                        <div>
                            <Button
                                disabled={!text.trim()}
                                loading={busy}
                                onClick={() =>
                                    void act(async () => {
                                        const answer = await api.post<{ created: number; updated: number; unchanged: number; on: string }>('/exchange_rates/list', { text });
                                        set_text('');
                                        return t('rates.loaded', { created: answer.created, updated: answer.updated, unchanged: answer.unchanged, day: i18n.day(answer.on) });
                                    })
                                }
                            >
                                {t('rates.load')}
                            </Button>
                        </div>
                    </div>
                </Panel>
                <Panel title={t('rates.one')}>
                    <form
                        className="column"
                        onSubmit={(event) => {
                            event.preventDefault();
                            void act(async () => {
                                await api.post<ExchangeRate>('/exchange_rates', { valid_on: manual.on, currency: manual.currency, units: manual.amount, rate });
                                set_manual({ ...manual, rate: '' });
                                return t('form.saved');
                            });
                        }}
                    >
                        <div className="row wrap" style={{ alignItems: 'flex-end' }}>
                            <DateField label={t('ledger.date')} w={150} today={session.today} value={manual.on} onChange={(on) => set_manual({ ...manual, on })} />
                            <TextInput label={t('auth.currency')} w={80} maxLength={3} value={manual.currency} onChange={(event) => set_manual({ ...manual, currency: event.currentTarget.value.toUpperCase() })} />
                            <NumberInput label={t('rates.per')} w={80} min={1} hideControls value={manual.amount} onChange={(value) => set_manual({ ...manual, amount: Number(value) || 1 })} />
                            <TextInput label={t('rates.rate')} w={120} inputMode="decimal" value={manual.rate} onChange={(event) => set_manual({ ...manual, rate: event.currentTarget.value })} />
                            <Button type="submit" variant="default" disabled={rate === null || !manual.on || manual.currency.length !== 3} loading={busy}>{t('action.add')}</Button>
                        </div>
                    </form>
                </Panel>
            </div>
        </div>
    );
}

function Data() {
    const { t } = useI18n();
    const session = use_session();
    const [asking, set_asking] = useState(false);
    const [problem, set_problem] = useState<unknown>(null);
    const [busy, set_busy] = useState(false);
    const queries = useQueryClient();
    const remove = async () => {
        set_busy(true);
        set_problem(null);
        try {
            await api.remove('/sample');
            set_asking(false);
            notify(t, t('sample.removed'));
            await queries.invalidateQueries();
        } catch (refusal) {
            set_problem(refusal);
        } finally {
            set_busy(false);
        }
    };
    return (
        <Panel title={t('sample.title')}>
            <div className={classes.form}>
                <p className="dim">{t('start.sample_text')}</p>
                {problem ? <ErrorNotice problem={problem} /> : null}
                {session.has_sample ? (
                    <div><Button color="red.9" variant="default" onClick={() => set_asking(true)}>{t('sample.remove')}</Button></div>
                ) : (
                    <SampleFirm />
                )}
            </div>
            {asking ? (
                <Modal opened onClose={() => set_asking(false)} title={t('sample.remove_title')} centered closeButtonProps={{ 'aria-label': t('action.close') }}>
                    <div className="column">
                        <p>{t('sample.remove_text')}</p>
                        <div className="row end">
                            <Button variant="default" onClick={() => set_asking(false)} data-autofocus>{t('action.cancel')}</Button>
                            <Button color="red.9" loading={busy} onClick={() => void remove()}>{t('sample.remove')}</Button>
                        </div>
                    </div>
                </Modal>
            ) : null}
        </Panel>
    );
}
