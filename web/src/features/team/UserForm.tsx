// A person of the firm: name, roles, how much they can carry, whether they may sign in.
import { Checkbox, Switch, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import { api } from '../../api/client';
import type { Role, User } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { value_text } from '../../records/labels';
import { may, use_session } from '../../session';
import { use_form } from '../../ui/form';
import { FormPanel } from '../../ui/FormPanel';
import { NumberField } from '../../ui/NumberField';

const roles: Role[] = ['owner', 'head_of_accounts', 'account_manager', 'colleague', 'analyst', 'admin'];

export function UserForm({ user, close, saved }: { user: User | null; close(): void; saved(user: User): void }) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const [version, set_version] = useState(user?.version ?? 0);
    const initial = (from: User | null) => ({
        full_name: from?.full_name ?? '',
        email: from?.email ?? '',
        roles: (from?.roles ?? ['account_manager']) as Role[],
        capacity_points: (from ? from.capacity_points : '30') as string,
        active: from?.active ?? true,
    });
    type All = ReturnType<typeof initial>;
    const save = useCallback(
        async (changed: Partial<All>, all: All) => {
            const { active, ...rest } = all;
            if (!user) {
                const made = await api.post<User>('/users', rest);
                const invitation_url = made.invitation_url ?? (await api.post<{ invitation_url: string }>(`/users/${made.id}/invitation`)).invitation_url;
                saved({ ...made, invitation_url });
                return;
            }
            let now = version;
            let result = user;
            const { active: turned, ...fields } = changed;
            if (Object.keys(fields).length) {
                result = await api.patch<User>(`/users/${user.id}`, fields, now);
                now = result.version;
                set_version(now);
            }
            if (turned !== undefined) {
                const path = `/users/${user.id}/deactivation`;
                if (active) await api.remove(path, now);
                else await api.put(path, undefined, now);
            }
            saved(result);
        },
        [user, version, saved],
    );
    const form = use_form(initial(user), save);
    const { values } = form;
    return (
        <FormPanel
            title={user ? t('people.edit') : t('people.invite')}
            form={form}
            close={close}
            save_label={user ? undefined : t('people.invite_submit')}
            merge={{
                read: (current) => initial(current as User),
                accept: (current) => set_version((current as User).version),
                label: (field) => i18n.label(`user.${field}`) ?? field,
                text: (field, value) => (field === 'roles' ? (value as Role[]).map((role) => t(`role.${role}`)).join(', ') : value_text(i18n, 'user', field, value)),
            }}
        >
            <TextInput label={t('people.full_name')} data-autofocus value={values.full_name} error={form.error('full_name')} onChange={(event) => form.set('full_name', event.currentTarget.value)} />
            <TextInput label={t('contact.email')} type="email" value={values.email} error={form.error('email')} onChange={(event) => form.set('email', event.currentTarget.value)} />
            <Checkbox.Group label={t('people.roles')} value={values.roles} error={form.error('roles')} onChange={(next) => form.set('roles', next as Role[])}>
                <div className="column" style={{ paddingTop: 6, gap: 8 }}>
                    {roles.map((role) => (
                        <Checkbox key={role} value={role} label={t(`role.${role}`)} description={t(`role_text.${role}`)} />
                    ))}
                </div>
            </Checkbox.Group>
            <NumberField
                label={t('people.capacity')}
                description={t('people.capacity_text')}
                min={0}
                max={100}
                value={values.capacity_points}
                error={form.error('capacity_points')}
                onChange={(value) => form.set('capacity_points', value ?? '0')}
            />
            {user && user.id !== session.user.id && may(session, user.active ? 'user.deactivate' : 'user.activate') ? <Switch label={t('people.may_sign_in')} checked={values.active} onChange={(event) => form.set('active', event.currentTarget.checked)} /> : null}
        </FormPanel>
    );
}
