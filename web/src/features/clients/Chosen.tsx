// What can be done with the chosen clients, and what came of it.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Account } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import type { Assigned } from '../../records/assign_many';
import type { ToAssign } from '../../records/AssignForm';
import { AssignForm } from '../../records/forms';
import { field_text, Notice, problem_text } from '../../ui/notices';
import { Problem } from '../../api/client';

interface Props {
    accounts: Account[];
    loaded: number;
    choose_all(): void;
    /** Those that stay chosen. */
    keep(ids: string[]): void;
}

export function Chosen({ accounts, loaded, choose_all, keep }: Props) {
    const { t } = useI18n();
    const [assigning, set_assigning] = useState<Account[] | null>(null);
    const [result, set_result] = useState<(Assigned<ToAssign> & { name: string }) | null>(null);
    const finished = (all: Assigned<ToAssign>, name: string) => {
        set_result({ ...all, name });
        keep(all.refused.map(({ one }) => one.id));
    };
    return (
        <>
            {result ? <Result result={result} close={() => set_result(null)} /> : null}
            {accounts.length ? (
                <div className="row wrap" role="group" aria-label={t('clients.chosen_actions')}>
                    <span role="status" className="strong">{t('clients.chosen', { count: accounts.length })}</span>
                    <Button size="compact-sm" onClick={() => set_assigning(accounts)}>{t('clients.assign')}</Button>
                    {accounts.length < loaded ? <Button size="compact-sm" variant="default" onClick={choose_all}>{t('clients.choose_loaded', { count: loaded })}</Button> : null}
                    <Button size="compact-sm" variant="subtle" onClick={() => keep([])}>{t('clients.choose_none')}</Button>
                </div>
            ) : null}
            {assigning ? <AssignForm accounts={assigning} finished={finished} close={() => set_assigning(null)} /> : null}
        </>
    );
}

function Result({ result, close }: { result: Assigned<ToAssign> & { name: string }; close(): void }) {
    const i18n = useI18n();
    const { t } = i18n;
    const reason = (problem: unknown) => (problem instanceof Problem && problem.fields.length ? problem.fields.map((field) => field_text(i18n, field)).join(' ') : problem_text(i18n, problem));
    return (
        <Notice kind={result.refused.length ? 'warn' : 'good'}>
            <div className="row wrap apart">
                <span>{t('assign.many_done', { name: result.name, count: result.done.length })}{result.refused.length ? ` ${t('assign.many_refused', { count: result.refused.length })}` : ''}</span>
                <Button size="compact-xs" variant="subtle" onClick={close}>{t('action.close')}</Button>
            </div>
            {result.refused.length ? (
                <ul style={{ maxHeight: 160, overflowY: 'auto' }} aria-label={t('assign.many_refused', { count: result.refused.length })}>
                    {result.refused.map(({ one, problem }) => <li key={one.id}><Link to="/clients/$id" params={{ id: one.id }}>{one.name}</Link>: {reason(problem)}</li>)}
                </ul>
            ) : null}
        </Notice>
    );
}
