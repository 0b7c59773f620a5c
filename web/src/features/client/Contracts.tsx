// What we agreed with the client, until when, and by when one would have to speak up.
import { Button, Menu } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { contracts_query, entitlements_query } from '../../api/queries';
import type { Account, Contract } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { asks, contract_marks, contract_steps, days_between, value_of, type AskingStep, type ContractStep } from '../../records/contracts';
import { ContractForm, ContractStepForm } from '../../records/forms';
import { choice_label, field_label } from '../../records/labels';
import { may, use_session } from '../../session';
import { StateMark } from '../../ui/badges';
import { FileSheet, More, Plus } from '../../ui/icons';
import { EmptyState, ErrorNotice } from '../../ui/notices';
import { notify } from '../../ui/notify';
import { Panel } from '../../ui/Page';

/** So many days ahead a deadline is marked. */
const soon = 90;

export function Contracts({ account }: { account: Account }) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const queries = useQueryClient();
    const contracts = useQuery(contracts_query(account.id));
    const entitlements = useQuery(entitlements_query(account.id));
    const [edited, set_edited] = useState<Contract | 'new' | null>(null);
    const [stepping, set_stepping] = useState<{ contract: Contract; step: AskingStep } | null>(null);
    const [problem, set_problem] = useState<unknown>(null);
    const items = contracts.data?.items ?? [];
    const can_create = may(session, 'contract.create');
    const can_edit = may(session, 'contract.update');
    const steps_of = (contract: Contract) => contract_steps[contract.state].filter((step) => may(session, `contract.${step}`));
    const can_step = items.some((contract) => steps_of(contract).length > 0);
    const take = async (contract: Contract, step: ContractStep) => {
        if (asks(step)) return set_stepping({ contract, step });
        set_problem(null);
        try {
            if (step === 'activate') await api.post(`/contracts/${contract.id}/activation`);
            else await api.remove(`/contracts/${contract.id}/notice`, contract.version);
            for (const key of ['contracts', 'history', 'accounts']) void queries.invalidateQueries({ queryKey: [key] });
            notify(t, t('form.saved'));
        } catch (refusal) {
            set_problem(refusal);
        }
    };
    const goods_of = (contract: Contract) =>
        (entitlements.data?.items ?? []).filter((one) => one.contract_id === contract.id).map((one) => `${one.offering_name ?? ''} × ${i18n.number(one.quantity, 4)}`).join(', ');
    return (
        <>
            {contracts.isError ? <ErrorNotice problem={contracts.error} /> : null}
            {problem ? <ErrorNotice problem={problem} /> : null}
            <Panel
                flush
                title={t('client.tab.contracts')}
                actions={can_create ? <Button size="compact-sm" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => set_edited('new')}>{t('contract.new')}</Button> : null}
            >
                {items.length ? (
                    <table className="table">
                        <thead>
                            <tr>
                                <th>{i18n.label('contract')}</th>
                                <th className="desktop-only">{field_label(i18n, 'contract', 'kind')}</th>
                                <th className="desktop-only">{field_label(i18n, 'contract', 'state')}</th>
                                <th className="right desktop-only">{field_label(i18n, 'contract', 'annual_value')}</th>
                                <th className="right desktop-only">{t('contract.runs_to')}</th>
                                <th className="right desktop-only">{field_label(i18n, 'contract', 'notice_deadline_on')}</th>
                                {can_step ? <th><span className="visually-hidden">{t('contract.steps')}</span></th> : null}
                            </tr>
                        </thead>
                        <tbody>
                            {items.map((contract) => (
                                <tr key={contract.id}>
                                    <td>
                                        {can_edit ? <Button variant="subtle" size="compact-sm" px={0} h="auto" styles={{ label: { whiteSpace: 'normal', overflow: 'visible', textAlign: 'left' } }} onClick={() => set_edited(contract)}>{contract.name}</Button> : contract.name}
                                        <div className="small dim" data-fact>{[contract.number === contract.name ? null : contract.number, goods_of(contract)].filter(Boolean).join(' · ')}</div>
                                        <div className="phone-only small">
                                            <StateMark kind={contract_marks[contract.state]}>{choice_label(i18n, 'contract', 'state', contract.state)}</StateMark>
                                            <div className="number" data-fact>{value_of(i18n, contract)} · <TermEnd contract={contract} /></div>
                                        </div>
                                    </td>
                                    <td className="desktop-only">{choice_label(i18n, 'contract', 'kind', contract.kind)}</td>
                                    <td className="desktop-only">
                                        <StateMark kind={contract_marks[contract.state]}>{choice_label(i18n, 'contract', 'state', contract.state)}</StateMark>
                                        {contract.end_reason ? <div className="small dim" data-fact>{contract.end_reason}</div> : null}
                                    </td>
                                    <td className="right number desktop-only" data-fact>{value_of(i18n, contract)}</td>
                                    <td className="right number desktop-only" data-fact><TermEnd contract={contract} /></td>
                                    <td className="right number desktop-only" data-fact><Deadline contract={contract} today={session.today} /></td>
                                    {can_step ? (
                                        <td className="right">
                                            {steps_of(contract).length ? (
                                                <Menu position="bottom-end">
                                                    <Menu.Target>
                                                        <Button size="compact-sm" variant="subtle" aria-label={t('contract.steps_of', { name: contract.name })}><More size={16} aria-hidden /></Button>
                                                    </Menu.Target>
                                                    <Menu.Dropdown>
                                                        {steps_of(contract).map((step) => (
                                                            <Menu.Item key={step} onClick={() => void take(contract, step)}>{t(`contract.step.${step}`)}</Menu.Item>
                                                        ))}
                                                    </Menu.Dropdown>
                                                </Menu>
                                            ) : null}
                                        </td>
                                    ) : null}
                                </tr>
                            ))}
                        </tbody>
                    </table>
                ) : contracts.data ? (
                    <EmptyState icon={FileSheet} title={t('contract.empty')} text={t('contract.empty_text')}>
                        {can_create ? <Button onClick={() => set_edited('new')}>{t('contract.new')}</Button> : null}
                    </EmptyState>
                ) : null}
            </Panel>
            {edited ? <ContractForm account_id={account.id} contract={edited === 'new' ? null : edited} close={() => set_edited(null)} /> : null}
            {stepping ? <ContractStepForm contract={stepping.contract} step={stepping.step} last={!items.some((one) => one.id !== stepping.contract.id && one.state === 'active')} close={() => set_stepping(null)} /> : null}
        </>
    );
}

function TermEnd({ contract }: { contract: Contract }) {
    const i18n = useI18n();
    const { t } = i18n;
    if (!contract.term_ends_on) return <span className="dim">{t('contract.indefinite')}</span>;
    return (
        <>
            {i18n.day(contract.term_ends_on)}
            {contract.state === 'active' && contract.auto_renew && contract.renewal_term_months ? (
                <div className="small dim">{t('contract.renews', { count: contract.renewal_term_months })}</div>
            ) : null}
        </>
    );
}

function Deadline({ contract, today }: { contract: Contract; today: string }) {
    const i18n = useI18n();
    const { t } = i18n;
    if (!contract.notice_deadline_on) return <>–</>;
    const left = days_between(today, contract.notice_deadline_on);
    return (
        <>
            {i18n.day(contract.notice_deadline_on)}
            {left < 0 ? <div className="small bad">{t('contract.deadline_passed')}</div> : left <= soon ? <div className="small warn">{t('contract.deadline_in', { count: left })}</div> : null}
        </>
    );
}
