// Notice, termination and renewal of a contract: what each of them has to know.
import { NativeSelect, Switch, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '../api/client';
import type { Contract } from '../api/types';
import { useI18n } from '../i18n/provider';
import { use_session } from '../session';
import { DateField } from '../ui/DateField';
import { use_form } from '../ui/form';
import { FormPanel } from '../ui/FormPanel';
import { NumberField } from '../ui/NumberField';
import { notify } from '../ui/notify';
import type { AskingStep } from './contracts';
import { field_label, leave_reasons } from './labels';

const shapes = { give_notice: 'contract_notice', terminate: 'contract_termination', renew: 'contract_renewal' } as const;
const nouns = { give_notice: 'notice', terminate: 'termination', renew: 'renewal' } as const;
const fields_of = {
    give_notice: ['notice_given_on', 'terminated_on', 'end_reason', 'client_leaves', 'leave_reason_code'],
    terminate: ['terminated_on', 'end_reason'],
    renew: ['ends_on', 'annual_value'],
} as const;

interface Values {
    notice_given_on: string | null;
    terminated_on: string | null;
    end_reason: string | null;
    ends_on: string | null;
    annual_value: string | null;
    client_leaves: boolean | null;
    leave_reason_code: string | null;
}

/** `last`: no other contract of the client runs on, so that a notice most likely means that the client leaves. */
export function ContractStepForm({ contract, step, last, close }: { contract: Contract; step: AskingStep; last: boolean; close(): void }) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const queries = useQueryClient();
    const save = useCallback(
        async (_: unknown, all: Values) => {
            const body = Object.fromEntries(fields_of[step].map((field) => [field, all[field]]).filter(([, value]) => value !== null));
            await api.post<Contract>(`/contracts/${contract.id}/${nouns[step]}`, body);
            for (const key of ['contracts', 'history', 'accounts']) void queries.invalidateQueries({ queryKey: [key] });
            notify(t, t('form.saved'));
        },
        [contract.id, step, queries, t],
    );
    const form = use_form<Values>({ notice_given_on: step === 'give_notice' ? session.today : null, terminated_on: null, end_reason: null, ends_on: null, annual_value: null, client_leaves: step === 'give_notice' ? last : null, leave_reason_code: null }, save);
    const { values } = form;
    const label = (field: keyof Values) => field_label(i18n, shapes[step], field);
    const day = (field: 'notice_given_on' | 'terminated_on' | 'ends_on') => ({
        label: label(field),
        today: session.today,
        value: values[field],
        error: form.error(field),
        onChange: (value: string | null) => form.set(field, value),
    });
    const reason = (
        <Textarea
            label={label('end_reason')}
            required={step === 'terminate'}
            autosize
            minRows={2}
            value={values.end_reason ?? ''}
            error={form.error('end_reason')}
            onChange={(event) => form.set('end_reason', event.currentTarget.value || null)}
        />
    );
    return (
        <FormPanel
            title={t(`contract.step.${step}`)}
            form={form}
            close={close}
            save_label={t(`contract.step.${step}`)}
            disabled={step === 'terminate' && !(values.terminated_on && values.end_reason?.trim())}
        >
            <p className="dim">{contract.name}</p>
            {step === 'give_notice' ? (
                <>
                    <DateField {...day('notice_given_on')} required data-autofocus />
                    <DateField {...day('terminated_on')} description={t('contract.notice_hint')} />
                    {reason}
                    <Switch label={label('client_leaves')} description={t('contract.client_leaves_hint')} checked={values.client_leaves ?? false} onChange={(event) => form.set('client_leaves', event.currentTarget.checked)} />
                    {values.client_leaves ? (
                        <NativeSelect
                            label={label('leave_reason_code')}
                            value={values.leave_reason_code ?? 'unknown'}
                            error={form.error('leave_reason_code')}
                            onChange={(event) => form.set('leave_reason_code', event.currentTarget.value)}
                            data={leave_reasons.map((value) => ({ value, label: t(`leave_reason.${value}`) }))}
                        />
                    ) : null}
                </>
            ) : step === 'terminate' ? (
                <>
                    <DateField {...day('terminated_on')} required data-autofocus />
                    {reason}
                </>
            ) : (
                <>
                    <DateField
                        {...day('ends_on')}
                        required={contract.renewal_term_months === null}
                        description={contract.renewal_term_months === null ? undefined : t('contract.renewal_hint', { count: contract.renewal_term_months })}
                        data-autofocus
                    />
                    <NumberField label={label('annual_value')} decimals={2} min={0} value={values.annual_value} error={form.error('annual_value')} onChange={(value) => form.set('annual_value', value)} />
                </>
            )}
        </FormPanel>
    );
}
