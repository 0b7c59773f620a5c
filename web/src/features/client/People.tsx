import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { contacts_query } from '../../api/queries';
import type { Account, Contact } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import type { TextKey } from '../../i18n/runtime';
import { ContactForm } from '../../records/forms';
import { may, use_session } from '../../session';
import { Plus, Users } from '../../ui/icons';
import { EmptyState, ErrorNotice } from '../../ui/notices';
import { Panel } from '../../ui/Page';

export function person_name(contact: Contact): string {
    const name = [contact.title_before, contact.first_name, contact.last_name].filter(Boolean).join(' ');
    return contact.title_after ? `${name}, ${contact.title_after}` : name;
}

export function People({ account }: { account: Account }) {
    const { t } = useI18n();
    const session = use_session();
    const can_create = may(session, 'contact.create');
    const can_edit = may(session, 'contact.update');
    const contacts = useQuery(contacts_query(account.id));
    const [edited, set_edited] = useState<Contact | 'new' | null>(null);
    const items = contacts.data?.items ?? [];
    return (
        <>
            {contacts.isError ? <ErrorNotice problem={contacts.error} /> : null}
            <Panel flush title={t('client.tab.people')} actions={can_create ? <Button size="compact-sm" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => set_edited('new')}>{t('contact.new')}</Button> : null}>
                {items.length ? (
                    <table className="table cards" data-columns="2">
                        <thead>
                            <tr>
                                <th>{t('contact.name')}</th>
                                <th>{t('contact.position')}</th>
                                <th>{t('contact.position_level')}</th>
                                <th>{t('contact.email')}</th>
                                <th>{t('contact.phone')}</th>
                                <th>{t('contact.status')}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {items.map((contact) => (
                                <tr key={contact.id}>
                                    <td>{can_edit ? <Button variant="subtle" size="compact-sm" px={0} onClick={() => set_edited(contact)}>{person_name(contact)}</Button> : <span className="strong">{person_name(contact)}</span>}</td>
                                    <td data-label={t('contact.position')}>{contact.position ?? '–'}</td>
                                    <td data-label={t('contact.position_level')}>{contact.position_level ? t(`position_level.${contact.position_level}` as TextKey) : '–'}</td>
                                    <td data-label={t('contact.email')} data-wide>{contact.email ? <a href={`mailto:${contact.email}`}>{contact.email}</a> : '–'}</td>
                                    <td className="number" data-label={t('contact.phone')}>{contact.phone ? <a href={`tel:${contact.phone}`}>{contact.phone}</a> : '–'}</td>
                                    <td data-label={t('contact.status')}>{t(`contact_status.${contact.status}` as TextKey)}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                ) : contacts.data ? (
                    <EmptyState icon={Users} title={t('contact.empty')} text={t('contact.empty_text')}>
                        {can_create ? <Button onClick={() => set_edited('new')}>{t('contact.new')}</Button> : null}
                    </EmptyState>
                ) : null}
            </Panel>
            {edited ? <ContactForm account_id={account.id} contact={edited === 'new' ? null : edited} close={() => set_edited(null)} /> : null}
        </>
    );
}
