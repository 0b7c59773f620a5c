import { Button, Modal, NativeSelect, SegmentedControl, Switch, Tabs, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { workspace_query } from '../../api/queries';
import type { Workspace } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import type { Language } from '../../i18n/runtime';
import { settings_tabs, type SettingsTab } from '../../search';
import { may, use_session } from '../../session';
import { use_form } from '../../ui/form';
import { has_wrong_number, NumberField } from '../../ui/NumberField';
import { ErrorNotice, Notice } from '../../ui/notices';
import { Page, Panel, show_active_tab } from '../../ui/Page';
import { use_scheme } from '../../ui/scheme';
import { set_single_keys, single_keys_on } from '../../ui/shortcuts';
import { presets } from '../../records/presets';
import { SampleFirm } from '../../records/SampleFirm';
import classes from './settings.module.css';
import { notify } from '../../ui/notify';
import { on_demand } from '../../ui/on_demand';

const Rates = on_demand<object>(() => import('./Rates').then((one) => ({ default: one.Rates })));

const Offerings = on_demand<object>(() => import('./Offerings').then((one) => ({ default: one.Offerings })));

export function Settings() {
    const { t } = useI18n();
    const navigate = useNavigate();
    const session = use_session();
    const { tab = 'firm' } = useSearch({ from: '/settings' });
    const tabs = settings_tabs.filter((one) => one !== 'data' || may(session, session.has_sample ? 'sample.remove' : 'sample.load'));
    return (
        <Page title={t('nav.settings')}>
            <Tabs value={tab} keepMounted={false} onChange={(value) => void navigate({ to: '/settings', search: value === 'firm' ? {} : { tab: value as SettingsTab }, replace: true })}>
                <Tabs.List mb="md" ref={show_active_tab}>
                    {tabs.map((one) => (
                        <Tabs.Tab key={one} value={one}>{t(`settings.tab.${one}`)}</Tabs.Tab>
                    ))}
                </Tabs.List>
                <Tabs.Panel value="firm"><Firm /></Tabs.Panel>
                <Tabs.Panel value="me"><Me /></Tabs.Panel>
                <Tabs.Panel value="offerings"><Offerings /></Tabs.Panel>
                <Tabs.Panel value="rates"><Rates /></Tabs.Panel>
                {tabs.includes('data') ? <Tabs.Panel value="data"><Data /></Tabs.Panel> : null}
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
    const editable = may(session, 'workspace.update');
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
    const submit = (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        if (has_wrong_number(event.currentTarget)) return;
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
                <NumberField label={t('settings.fixed_costs')} description={t('settings.fixed_costs_text')} decimals={2} unit={workspace.base_currency} rightSectionWidth={56} disabled={!editable} value={form.values.fixed_monthly_costs} error={form.error('fixed_monthly_costs')} onChange={(value) => form.set('fixed_monthly_costs', value)} />
                <NumberField label={t('settings.reserve')} description={t('settings.reserve_text')} decimals={2} unit={workspace.base_currency} rightSectionWidth={56} disabled={!editable} value={form.values.cash_reserve} error={form.error('cash_reserve')} onChange={(value) => form.set('cash_reserve', value)} />
                <Switch label={t('settings.gate')} description={t('settings.gate_text')} disabled={!editable} checked={form.values.overload_gate} onChange={(event) => form.set('overload_gate', event.currentTarget.checked)} />
                <div className="row"><Button type="submit" disabled={!form.dirty || !editable} loading={form.busy}>{t('action.save')}</Button></div>
            </form>
        </Panel>
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
