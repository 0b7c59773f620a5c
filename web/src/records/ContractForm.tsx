// The form of a contract. Its state is not a field: it changes by steps (ContractStepForm) and by the calendar.
import { Button, NativeSelect, Switch, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { api } from '../api/client';
import { contracts_query } from '../api/queries';
import type { Contract } from '../api/types';
import { useI18n } from '../i18n/provider';
import { may, use_session } from '../session';
import { DateField } from '../ui/DateField';
import { use_form } from '../ui/form';
import { FormPanel, Pair } from '../ui/FormPanel';
import { NumberField } from '../ui/NumberField';
import { notify } from '../ui/notify';
import { contract_kinds } from './contracts';
import { choice_label, field_label, value_text } from './labels';

const currencies = ['CZK', 'EUR', 'USD', 'GBP', 'PLN', 'HUF', 'CHF'];

function values_of(contract: Contract | null, today: string) {
    return {
        number: contract?.number ?? null,
        name: contract?.name ?? '',
        kind: contract?.kind ?? ('frame' as Contract['kind']),
        starts_on: contract ? contract.starts_on : (today as string | null),
        ends_on: contract?.ends_on ?? null,
        notice_days: contract?.notice_days ?? 0,
        auto_renew: contract?.auto_renew ?? false,
        renewal_term_months: contract?.renewal_term_months ?? null,
        annual_value: contract?.annual_value ?? null,
        currency: contract?.currency ?? null,
        indexation: contract?.indexation ?? null,
        sla_text: contract?.sla_text ?? null,
        replaces_id: contract?.replaces_id ?? null,
    };
}
type Values = ReturnType<typeof values_of>;

export function ContractForm({ account_id, contract, close }: { account_id: string; contract: Contract | null; close(): void }) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const queries = useQueryClient();
    const others = useQuery(contracts_query(account_id));
    const [version, set_version] = useState(contract?.version ?? 0);
    const [signed, set_signed] = useState(true);
    const settle = useCallback(() => {
        for (const key of ['contracts', 'history', 'accounts']) void queries.invalidateQueries({ queryKey: [key] });
        notify(t, t('form.saved'));
    }, [queries, t]);
    const save = useCallback(
        async (changed: Partial<Values>, all: Values) => {
            if (contract) {
                await api.patch<Contract>(`/contracts/${contract.id}`, changed, version);
            } else {
                const filled = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== ''));
                const made = await api.post<Contract>('/contracts', { account_id, ...filled });
                if (signed) await api.post<Contract>(`/contracts/${made.id}/activation`);
            }
            settle();
        },
        [account_id, contract, version, signed, settle],
    );
    const form = use_form(values_of(contract, session.today), save);
    const { values } = form;
    const label = (field: keyof Values) => field_label(i18n, 'contract', field);
    const text = (field: 'number' | 'name' | 'indexation' | 'sla_text') => ({
        label: label(field),
        value: values[field] ?? '',
        error: form.error(field),
        onChange: (event: { currentTarget: { value: string } }) => form.set(field, event.currentTarget.value || (field === 'name' ? '' : null)),
    });
    const day = (field: 'starts_on' | 'ends_on') => ({
        label: label(field),
        today: session.today,
        value: values[field],
        error: form.error(field),
        onChange: (value: string | null) => form.set(field, value),
    });
    const archive = async () => {
        if (!contract) return;
        await api.put(`/contracts/${contract.id}/archival`, undefined, version);
        settle();
        close();
    };
    const replaceable = (others.data?.items ?? []).filter((one) => one.id !== contract?.id);
    const can_archive = contract !== null && may(session, 'contract.archive');
    return (
        <FormPanel
            title={t(contract ? 'contract.edit' : 'contract.new')}
            form={form}
            close={close}
            disabled={!values.starts_on || !(values.name || values.number)}
            footer={can_archive ? <Button variant="subtle" color="slate" mr="auto" onClick={() => void archive()}>{t('action.archive')}</Button> : null}
            merge={{
                read: (current) => values_of(current as Contract, session.today),
                accept: (current) => set_version((current as Contract).version),
                label,
                text: (field, value) => value_text(i18n, 'contract', field, value),
            }}
        >
            <TextInput {...text('name')} data-autofocus />
            <Pair>
                <TextInput {...text('number')} />
                <NativeSelect
                    label={label('kind')}
                    value={values.kind}
                    error={form.error('kind')}
                    onChange={(event) => form.set('kind', event.currentTarget.value as Contract['kind'])}
                    data={contract_kinds.map((value) => ({ value, label: choice_label(i18n, 'contract', 'kind', value) }))}
                />
            </Pair>
            <Pair>
                <DateField {...day('starts_on')} required />
                <DateField {...day('ends_on')} description={t('contract.ends_hint')} />
            </Pair>
            <NumberField label={label('notice_days')} min={0} max={3650} value={values.notice_days} error={form.error('notice_days')} onChange={(value) => form.set('notice_days', Number(value ?? 0))} />
            <Switch label={label('auto_renew')} checked={values.auto_renew} onChange={(event) => form.set('auto_renew', event.currentTarget.checked)} />
            {values.auto_renew ? (
                <NumberField
                    label={label('renewal_term_months')}
                    min={1}
                    max={1200}
                    required={values.ends_on !== null}
                    value={values.renewal_term_months}
                    error={form.error('renewal_term_months')}
                    onChange={(value) => form.set('renewal_term_months', value === null ? null : Number(value))}
                />
            ) : null}
            <Pair>
                <NumberField label={label('annual_value')} decimals={2} min={0} value={values.annual_value} error={form.error('annual_value')} onChange={(value) => form.set('annual_value', value)} />
                <NativeSelect
                    label={label('currency')}
                    value={values.currency ?? ''}
                    error={form.error('currency')}
                    onChange={(event) => form.set('currency', event.currentTarget.value || null)}
                    data={[{ value: '', label: t('contract.currency_of_client') }, ...[...new Set([...(values.currency ? [values.currency] : []), ...currencies])].map((value) => ({ value, label: value }))]}
                />
            </Pair>
            <TextInput {...text('indexation')} />
            <Textarea {...text('sla_text')} autosize minRows={2} />
            {replaceable.length ? (
                <NativeSelect
                    label={label('replaces_id')}
                    value={values.replaces_id ?? ''}
                    error={form.error('replaces_id')}
                    onChange={(event) => form.set('replaces_id', event.currentTarget.value || null)}
                    data={[{ value: '', label: t('value.none') }, ...replaceable.map((one) => ({ value: one.id, label: one.name }))]}
                />
            ) : null}
            {contract ? null : <Switch label={t('contract.signed')} checked={signed} onChange={(event) => set_signed(event.currentTarget.checked)} />}
        </FormPanel>
    );
}
