// Gives one client or many a manager or a deputy. The load before and after is shown at once; over the limit a reason and the
// day until which the overload is accepted are asked for. Of many each is assigned by itself, and what was refused is said.
import { NativeSelect, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { api, Problem } from '../api/client';
import { team_load_query, workspace_query } from '../api/queries';
import type { Account, Assignment, AssignmentRole, LoadPreview } from '../api/types';
import { useI18n } from '../i18n/provider';
import { use_session } from '../session';
import { assign_many, type Assigned } from './assign_many';
import { LoadBar } from './LoadBar';
import { DateField } from '../ui/DateField';
import { use_form } from '../ui/form';
import { FormPanel, Pair } from '../ui/FormPanel';
import { Notice } from '../ui/notices';
import { notify } from '../ui/notify';

export const assignment_roles: AssignmentRole[] = ['lead', 'deputy', 'executive_sponsor', 'delivery', 'support', 'finance', 'analyst'];

export type ToAssign = Pick<Account, 'id' | 'name' | 'lead_id'>;

interface Props {
    accounts: ToAssign[];
    role?: AssignmentRole;
    user_id?: string;
    /** Of many: what became of each. */
    finished?(result: Assigned<ToAssign>, user_name: string): void;
    close(): void;
}

function in_three_months(day: string): string {
    const date = new Date(`${day}T00:00:00Z`);
    date.setUTCMonth(date.getUTCMonth() + 3);
    return date.toISOString().slice(0, 10);
}

export function AssignForm({ accounts, role = 'lead', user_id, finished, close }: Props) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const queries = useQueryClient();
    const team = useQuery(team_load_query);
    const gate = useQuery(workspace_query).data?.overload_gate ?? true;
    const [refused, set_refused] = useState(false);
    const [progress, set_progress] = useState<number | null>(null);
    const save = useCallback(
        async (_: unknown, all: { user_id: string; role: AssignmentRole; from_on: string | null; over_capacity_reason: string; risk_expires_on: string | null }) => {
            const reason = all.over_capacity_reason.trim();
            const body = { user_id: all.user_id, role: all.role, from_on: all.from_on, ...(reason ? { over_capacity_reason: reason, risk_expires_on: all.risk_expires_on } : {}) };
            const send = (one: ToAssign, key?: string) => api.post<Assignment>('/account_assignments', { account_id: one.id, ...body }, { key });
            const settle = () => {
                for (const key of ['accounts', 'assignments', 'team', 'history']) void queries.invalidateQueries({ queryKey: [key] });
            };
            if (finished) {
                const result = await assign_many(accounts, send, set_progress);
                settle();
                finished(result, team.data?.items.find((one) => one.user_id === all.user_id)?.user_name ?? '');
                return;
            }
            try {
                for (const one of accounts) await send(one);
            } catch (problem) {
                if (problem instanceof Problem && problem.code === 'assignment.over_capacity') set_refused(true);
                throw problem;
            }
            settle();
            notify(t, t('assign.saved', { name: accounts[0]?.name ?? '' }));
        },
        [accounts, finished, team.data, queries, t],
    );
    const form = use_form({ user_id: user_id ?? '', role, from_on: session.today as string | null, over_capacity_reason: '', risk_expires_on: in_three_months(session.today) as string | null }, save);
    const { values } = form;
    const preview = useQuery({
        queryKey: ['team', 'preview', accounts.map((one) => one.id), values.user_id, values.role],
        queryFn: () => api.post<LoadPreview>('/team/load/preview', { moves: accounts.map((one) => ({ account_id: one.id, user_id: values.user_id, role: values.role })) }),
        enabled: values.user_id !== '' && progress === null,
    });
    const mine = preview.data?.items.find((item) => item.user_id === values.user_id);
    const others = preview.data?.items.filter((item) => item.user_id !== values.user_id) ?? [];
    const over = refused || (gate && mine !== undefined && (mine.after.load_bp ?? 0) > 10_000);
    const replaced = values.role === 'lead' ? accounts.filter((one) => one.lead_id && one.lead_id !== values.user_id).length : 0;
    const load_of = (item: LoadPreview['items'][number], when: 'before' | 'after') => ({ ...item[when], user_id: item.user_id, user_name: item.user_name });
    return (
        <FormPanel title={finished ? t('assign.title_many', { count: accounts.length }) : t('assign.title', { name: accounts[0]?.name ?? '' })} form={form} close={close} save_label={t('assign.save')} disabled={!values.user_id || (over && !values.over_capacity_reason.trim())}>
            <NativeSelect
                label={t('assign.user')}
                data-autofocus
                value={values.user_id}
                error={form.error('user_id')}
                onChange={(event) => {
                    set_refused(false);
                    form.set('user_id', event.currentTarget.value);
                }}
                data={[
                    { value: '', label: t('value.choose') },
                    ...(team.data?.items ?? []).filter((one) => one.active).map((one) => ({
                        value: one.user_id,
                        label: `${one.user_name} · ${one.load_bp === null ? t('load.no_capacity') : i18n.percent(one.load_bp, 0)}`,
                    })),
                ]}
            />
            <Pair>
                <NativeSelect
                    label={t('assign.role')}
                    value={values.role}
                    error={form.error('role')}
                    onChange={(event) => form.set('role', event.currentTarget.value as AssignmentRole)}
                    data={assignment_roles.map((value) => ({ value, label: t(`assignment_role.${value}`) }))}
                />
                <DateField label={t('assign.from')} today={session.today} value={values.from_on} error={form.error('from_on')} onChange={(day) => form.set('from_on', day)} />
            </Pair>
            {finished && replaced ? <Notice>{t('assign.replaces', { count: replaced })}</Notice> : null}
            {progress === null ? null : <p role="status" className="dim">{t('assign.progress', { done: progress, total: accounts.length })}</p>}
            {mine ? (
                <div className="column" aria-live="polite">
                    <LoadBar label={t('assign.before', { name: mine.user_name })} load={load_of(mine, 'before')} />
                    <LoadBar label={t('assign.after', { name: mine.user_name })} load={load_of(mine, 'after')} now={load_of(mine, 'before')} />
                    {others.map((item) => (
                        <LoadBar key={item.user_id} label={t('assign.after', { name: item.user_name })} load={load_of(item, 'after')} now={load_of(item, 'before')} />
                    ))}
                </div>
            ) : null}
            {over ? (
                <>
                    <Notice kind="warn">{t('assign.over', { name: mine?.user_name ?? '' })}</Notice>
                    <Textarea
                        label={t('assign.reason')}
                        required
                        autosize
                        minRows={2}
                        value={values.over_capacity_reason}
                        error={form.error('over_capacity_reason')}
                        onChange={(event) => form.set('over_capacity_reason', event.currentTarget.value)}
                    />
                    <DateField label={t('assign.expires')} today={session.today} value={values.risk_expires_on} error={form.error('risk_expires_on')} onChange={(day) => form.set('risk_expires_on', day)} />
                </>
            ) : null}
        </FormPanel>
    );
}
