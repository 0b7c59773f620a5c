// The form of a client: only the name is required. Warnings (a checksum that does not fit) never block.
import { NativeSelect, Switch, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { api } from '../api/client';
import type { Account } from '../api/types';
import { useI18n } from '../i18n/provider';
import type { TextKey } from '../i18n/runtime';
import { use_session } from '../session';
import { value_text, leave_reasons } from './labels';
import { AccountPicker } from './AccountPicker';
import { lifecycles } from '../ui/badges';
import { DateField } from '../ui/DateField';
import { use_form } from '../ui/form';
import { FormPanel, Pair } from '../ui/FormPanel';
import { field_text } from '../ui/notices';
import { notify } from '../ui/notify';

const text_fields = ['name', 'legal_name', 'other_names', 'reg_no', 'vat_no', 'website', 'email', 'phone', 'street', 'city', 'postal_code', 'country', 'description'] as const;
type TextField = (typeof text_fields)[number];

interface AccountValues extends Record<TextField, string | null> {
    code: string | null;
    lifecycle: string;
    parent_id: string | null;
    client_since: string | null;
    left_on: string | null;
    leave_reason_code: string | null;
    confidential: boolean;
}

function values_of(account: Account | null): AccountValues {
    return {
        name: account?.name ?? '',
        legal_name: account?.legal_name ?? null,
        other_names: account?.other_names ?? null,
        code: account?.code ?? null,
        reg_no: account?.reg_no ?? null,
        vat_no: account?.vat_no ?? null,
        website: account?.website ?? null,
        email: account?.email ?? null,
        phone: account?.phone ?? null,
        street: account?.street ?? null,
        city: account?.city ?? null,
        postal_code: account?.postal_code ?? null,
        country: account?.country ?? null,
        description: account?.description ?? null,
        lifecycle: account?.lifecycle ?? 'active',
        parent_id: account?.parent_id ?? null,
        client_since: account?.client_since ?? null,
        left_on: account?.left_on ?? null,
        leave_reason_code: account?.leave_reason_code ?? null,
        confidential: account?.confidential ?? false,
    };
}

export function AccountForm({ account, close, saved }: { account: Account | null; close(): void; saved?(account: Account): void }) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const queries = useQueryClient();
    const [version, set_version] = useState(account?.version ?? 0);
    const [parent_name, set_parent_name] = useState(account?.parent_name ?? null);
    const save = useCallback(
        async (changed: Partial<AccountValues>, all: AccountValues) => {
            const filled = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== ''));
            const result = account
                ? await api.patch<Account>(`/accounts/${account.id}`, changed, version)
                : await api.post<Account>('/accounts', filled);
            await queries.invalidateQueries({ queryKey: ['accounts'] });
            void queries.invalidateQueries({ queryKey: ['history'] });
            const warning = result.warnings?.map((one) => field_text(i18n, one)).join(' ');
            notify(t, warning ? `${t('form.saved')} ${warning}` : t('form.saved'), warning ? 'warn' : 'done');
            if (!account) void queries.invalidateQueries({ queryKey: ['session'] });
            saved?.(result);
        },
        [account, version, queries, i18n, t, saved],
    );
    const form = use_form(values_of(account), save);
    const text = (field: TextField | 'code') => ({
        label: t(`account.${field}` as TextKey),
        value: form.values[field] ?? '',
        error: form.error(field),
        onChange: (event: { currentTarget: { value: string } }) => form.set(field, event.currentTarget.value || (field === 'name' ? '' : null)),
    });
    const gone = form.values.lifecycle === 'leaving' || form.values.lifecycle === 'former';
    return (
        <FormPanel
            title={account ? t('client.edit') : t('clients.new')}
            form={form}
            close={close}
            after_save={saved ? () => undefined : close}
            merge={{
                read: (current) => values_of(current as Account),
                accept: (current) => set_version((current as Account).version),
                label: (field) => i18n.label(`account.${field}`) ?? t(`account.${field}` as TextKey),
                text: (field, value, current) => {
                    if (field !== 'parent_id' || value === null) return value_text(i18n, 'account', field, value);
                    const theirs = current as Account;
                    return value === theirs.parent_id ? (theirs.parent_name ?? String(value)) : account && value === account.parent_id ? (account.parent_name ?? String(value)) : (parent_name ?? String(value));
                },
            }}
        >
            <TextInput {...text('name')} data-autofocus required />
            <TextInput {...text('legal_name')} />
            <TextInput {...text('other_names')} description={t('account.other_names_hint')} />
            <Pair>
                <TextInput {...text('reg_no')} inputMode="numeric" />
                <TextInput {...text('vat_no')} />
            </Pair>
            <Pair>
                <NativeSelect
                    label={t('account.lifecycle')}
                    value={form.values.lifecycle}
                    error={form.error('lifecycle')}
                    onChange={(event) => form.set('lifecycle', event.currentTarget.value)}
                    data={lifecycles.map((value) => ({ value, label: t(`lifecycle.${value}`) }))}
                />
                <TextInput {...text('code')} />
            </Pair>
            {gone ? (
                <Pair>
                    <DateField label={t('account.left_on')} today={session.today} value={form.values.left_on} error={form.error('left_on')} onChange={(day) => form.set('left_on', day)} />
                    <NativeSelect
                        label={t('account.leave_reason_code')}
                        value={form.values.leave_reason_code ?? ''}
                        error={form.error('leave_reason_code')}
                        onChange={(event) => form.set('leave_reason_code', event.currentTarget.value || null)}
                        data={[{ value: '', label: t('value.choose') }, ...leave_reasons.map((value) => ({ value, label: t(`leave_reason.${value}`) }))]}
                    />
                </Pair>
            ) : null}
            <AccountPicker
                label={t('account.parent')}
                value={form.values.parent_id}
                name={parent_name}
                exclude={account?.id}
                error={form.error('parent_id')}
                onChange={(id, name) => {
                    set_parent_name(name);
                    form.set('parent_id', id);
                }}
            />
            <TextInput {...text('street')} />
            <Pair>
                <TextInput {...text('city')} />
                <TextInput {...text('postal_code')} />
            </Pair>
            <Pair>
                <TextInput {...text('email')} type="email" />
                <TextInput {...text('phone')} type="tel" />
            </Pair>
            <Pair>
                <TextInput {...text('website')} />
                <TextInput {...text('country')} maxLength={2} />
            </Pair>
            <DateField label={t('account.client_since')} today={session.today} value={form.values.client_since} error={form.error('client_since')} onChange={(day) => form.set('client_since', day)} />
            <Textarea {...text('description')} autosize minRows={2} />
            <Switch label={t('account.confidential')} checked={form.values.confidential} onChange={(event) => form.set('confidential', event.currentTarget.checked)} />
        </FormPanel>
    );
}
