// What screens say about contracts, in one place.
import type { Contract } from '../api/types';
import type { I18n } from '../i18n/provider';

export const contract_kinds = ['frame', 'subscription', 'service', 'licence', 'rental', 'other'] as const;

/** How each state is marked; the word comes beside the mark. */
export const contract_marks: Record<Contract['state'], 'good' | 'warn' | 'bad' | 'none'> = {
    draft: 'none', active: 'good', notice_given: 'bad', expired: 'none', terminated: 'none',
};

/** The steps that a contract can take from its state; the server has the last word. */
export const contract_steps = {
    draft: ['activate'],
    active: ['renew', 'give_notice', 'terminate'],
    notice_given: ['take_back_notice', 'terminate'],
    expired: ['renew'],
    terminated: [],
} as const satisfies Record<Contract['state'], readonly string[]>;
export type ContractStep = (typeof contract_steps)[Contract['state']][number];
/** Steps that ask for something first. */
export type AskingStep = Exclude<ContractStep, 'activate' | 'take_back_notice'>;
export const asks = (step: ContractStep): step is AskingStep => step !== 'activate' && step !== 'take_back_notice';

const day_length = 86_400_000;
export function days_between(from: string, to: string): number {
    return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day_length);
}

export function value_of(i18n: I18n, contract: Contract): string {
    if (contract.annual_value === null || contract.annual_value === undefined) return '–';
    return i18n.money({ amount: contract.annual_value, currency: contract.currency ?? 'CZK' });
}
