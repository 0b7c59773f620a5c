import { Button, CopyButton, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ComponentProps } from 'react';
import { api } from '../../api/client';
import { team_load_query, users_query } from '../../api/queries';
import type { User } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { may, use_session } from '../../session';
import { Figure } from '../../records/Figure';
import { StateMark } from '../../ui/badges';
import { UserPlus } from '../../ui/icons';
import { ErrorNotice, Notice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { notify } from '../../ui/notify';
import { on_demand } from '../../ui/on_demand';

const UserForm = on_demand<ComponentProps<typeof import('./UserForm').UserForm>>(() => import('./UserForm').then((one) => ({ default: one.UserForm })));

/** A server that does not know its public address gives the path only. */
const absolute = (url: string) => new URL(url, location.origin).href;

export function PeopleView() {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const queries = useQueryClient();
    const users = useQuery(users_query);
    const team = useQuery(team_load_query);
    const load_of = (user: User) => team.data?.items.find((item) => item.user_id === user.id) ?? { user_id: user.id, user_name: user.full_name, points: '0', capacity_points: user.capacity_points ?? '0', load_bp: null };
    const [edited, set_edited] = useState<User | 'new' | null>(null);
    const [link, set_link] = useState<{ name: string; url: string } | null>(null);
    const can_edit = may(session, 'user.update');
    const can_invite = may(session, 'user.invite');
    const invite_again = async (user: User) => {
        try {
            const answer = await api.post<{ invitation_url: string }>(`/users/${user.id}/invitation`);
            set_link({ name: user.full_name, url: absolute(answer.invitation_url) });
        } catch {
            notify(t, t('problem.unknown'), 'bad');
        }
    };
    if (users.isError) return <ErrorNotice problem={users.error} retry={() => void users.refetch()} />;
    return (
        <div className="column" style={{ gap: 16 }}>
            {link ? (
                <Notice kind="good">
                    <p>{t('people.invited', { name: link.name })}</p>
                    <div className="row wrap" style={{ paddingTop: 6 }}>
                        <TextInput readOnly value={link.url} aria-label={t('people.link')} className="grow" onFocus={(event) => event.currentTarget.select()} />
                        <CopyButton value={link.url}>{({ copied, copy }) => <Button variant="default" onClick={copy}>{t(copied ? 'action.copied' : 'action.copy')}</Button>}</CopyButton>
                        <Button variant="subtle" onClick={() => set_link(null)}>{t('action.close')}</Button>
                    </div>
                </Notice>
            ) : null}
            <Panel flush title={t('team.tab.people')} actions={may(session, 'user.create') && can_invite ? <Button size="compact-sm" leftSection={<UserPlus size={14} aria-hidden />} onClick={() => set_edited('new')}>{t('people.invite')}</Button> : null}>
                <table className="table cards" data-columns="2">
                    <thead>
                        <tr>
                            <th>{t('contact.name')}</th>
                            <th>{t('contact.email')}</th>
                            <th>{t('people.roles')}</th>
                            <th className="right">{t('people.capacity')}</th>
                            <th>{t('people.last_seen')}</th>
                            <th>{t('contact.status')}</th>
                            <th />
                        </tr>
                    </thead>
                    <tbody>
                        {(users.data?.items ?? []).map((user) => (
                            <tr key={user.id}>
                                <td>{can_edit ? <Button variant="subtle" size="compact-sm" px={0} onClick={() => set_edited(user)}>{user.full_name}</Button> : user.full_name}</td>
                                <td data-label={t('contact.email')} data-wide>{user.email}</td>
                                <td data-label={t('people.roles')} data-wide>{user.roles.map((role) => t(`role.${role}`)).join(', ')}</td>
                                <td className="right number" data-label={t('people.capacity')}>{user.capacity_points === null ? '–' : <Figure of={{ figure: 'capacity', load: load_of(user) }}>{i18n.number(user.capacity_points, 1)}</Figure>}</td>
                                <td className="dim" data-label={t('people.last_seen')}>{user.last_seen_at ? i18n.ago(user.last_seen_at) : t('people.never')}</td>
                                <td data-label={t('contact.status')}><StateMark kind={user.active ? 'good' : 'none'}>{t(user.active ? 'people.active' : 'people.inactive')}</StateMark></td>
                                <td className="right">{can_invite && !user.last_seen_at && user.active && user.id !== session.user.id ? <Button size="compact-xs" variant="default" onClick={() => void invite_again(user)}>{t('people.invite_again')}</Button> : null}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </Panel>
            {edited ? (
                <UserForm
                    user={edited === 'new' ? null : edited}
                    close={() => set_edited(null)}
                    saved={(user) => {
                        for (const key of ['users', 'team']) void queries.invalidateQueries({ queryKey: [key] });
                        if (user.invitation_url) set_link({ name: user.full_name, url: absolute(user.invitation_url) });
                        else notify(t, t('form.saved'));
                    }}
                />
            ) : null}
        </div>
    );
}
