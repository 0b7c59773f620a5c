import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { api } from '../api/client';
import type { Contact } from '../api/types';
import { useI18n } from '../i18n/provider';
import type { TextKey } from '../i18n/runtime';
import { value_text } from './labels';
import { may, use_session } from '../session';
import { use_form } from '../ui/form';
import { FormPanel, Pair } from '../ui/FormPanel';
import { notify } from '../ui/notify';

export const position_levels = ['owner', 'executive', 'director', 'manager', 'specialist', 'user'] as const;
export const contact_states = ['active', 'on_leave', 'left', 'unknown'] as const;
const bases = ['contract', 'legitimate_interest', 'consent'] as const;
const text_fields = ['first_name', 'last_name', 'title_before', 'title_after', 'position', 'email', 'phone', 'salutation_vocative'] as const;
type TextField = (typeof text_fields)[number];

function values_of(contact: Contact | null) {
    return {
        ...(Object.fromEntries(text_fields.map((field) => [field, contact?.[field] ?? null])) as Record<TextField, string | null>),
        position_level: contact?.position_level ?? null,
        status: contact?.status ?? 'active',
        gdpr_basis: contact?.gdpr_basis ?? 'legitimate_interest',
    };
}

export function ContactForm({ account_id, contact, close }: { account_id: string; contact: Contact | null; close(): void }) {
    const i18n = useI18n();
    const { t } = i18n;
    const queries = useQueryClient();
    const [version, set_version] = useState(contact?.version ?? 0);
    type All = ReturnType<typeof values_of>;
    const settle = useCallback(() => {
        void queries.invalidateQueries({ queryKey: ['contacts'] });
        void queries.invalidateQueries({ queryKey: ['history'] });
        notify(t, t('form.saved'));
    }, [queries, t]);
    const save = useCallback(
        async (changed: Partial<All>, all: All) => {
            if (contact) await api.patch<Contact>(`/contacts/${contact.id}`, changed, version);
            else await api.post<Contact>('/contacts', { account_id, ...Object.fromEntries(Object.entries(all).filter(([, value]) => value)) });
            settle();
        },
        [account_id, contact, version, settle],
    );
    const session = use_session();
    const form = use_form(values_of(contact), save);
    const text = (field: TextField) => ({
        label: t(`contact.${field}` as TextKey),
        value: form.values[field] ?? '',
        error: form.error(field),
        onChange: (event: { currentTarget: { value: string } }) => form.set(field, event.currentTarget.value || null),
    });
    const archive = async () => {
        if (!contact) return;
        await api.put(`/contacts/${contact.id}/archival`, undefined, version);
        settle();
        close();
    };
    return (
        <FormPanel
            title={contact ? t('contact.edit') : t('contact.new')}
            form={form}
            close={close}
            footer={contact && may(session, 'contact.archive') ? <Button variant="subtle" color="slate" mr="auto" onClick={() => void archive()}>{t('action.archive')}</Button> : null}
            merge={{
                read: (current) => values_of(current as Contact),
                accept: (current) => set_version((current as Contact).version),
                label: (field) => t(`contact.${field}` as TextKey),
                text: (field, value) => value_text(i18n, 'contact', field, value),
            }}
        >
            <Pair>
                <TextInput {...text('first_name')} data-autofocus />
                <TextInput {...text('last_name')} required />
            </Pair>
            <Pair>
                <TextInput {...text('title_before')} />
                <TextInput {...text('title_after')} />
            </Pair>
            <Pair>
                <TextInput {...text('position')} />
                <NativeSelect
                    label={t('contact.position_level')}
                    value={form.values.position_level ?? ''}
                    error={form.error('position_level')}
                    onChange={(event) => form.set('position_level', (event.currentTarget.value || null) as All['position_level'])}
                    data={[{ value: '', label: t('value.choose') }, ...position_levels.map((value) => ({ value, label: t(`position_level.${value}`) }))]}
                />
            </Pair>
            <TextInput {...text('email')} type="email" />
            <TextInput {...text('phone')} type="tel" />
            <TextInput {...text('salutation_vocative')} description={t('contact.salutation_hint')} />
            <Pair>
                <NativeSelect
                    label={t('contact.status')}
                    value={form.values.status}
                    error={form.error('status')}
                    onChange={(event) => form.set('status', event.currentTarget.value as All['status'])}
                    data={contact_states.map((value) => ({ value, label: t(`contact_status.${value}`) }))}
                />
                <NativeSelect
                    label={t('contact.gdpr_basis')}
                    value={form.values.gdpr_basis}
                    error={form.error('gdpr_basis')}
                    onChange={(event) => form.set('gdpr_basis', event.currentTarget.value as All['gdpr_basis'])}
                    data={bases.map((value) => ({ value, label: t(`gdpr_basis.${value}`) }))}
                />
            </Pair>
        </FormPanel>
    );
}
