// The forms, loaded when the first of them is opened: a page that only shows things does not carry them.
import type { ComponentProps } from 'react';
import { on_demand } from '../ui/on_demand';

export const AccountForm = on_demand<ComponentProps<typeof import('./AccountForm').AccountForm>>(() => import('./AccountForm').then((one) => ({ default: one.AccountForm })));
export const AssignForm = on_demand<ComponentProps<typeof import('./AssignForm').AssignForm>>(() => import('./AssignForm').then((one) => ({ default: one.AssignForm })));
export const ContactForm = on_demand<ComponentProps<typeof import('./ContactForm').ContactForm>>(() => import('./ContactForm').then((one) => ({ default: one.ContactForm })));
export const ContractForm = on_demand<ComponentProps<typeof import('./ContractForm').ContractForm>>(() => import('./ContractForm').then((one) => ({ default: one.ContractForm })));
export const ContractStepForm = on_demand<ComponentProps<typeof import('./ContractStepForm').ContractStepForm>>(() => import('./ContractStepForm').then((one) => ({ default: one.ContractStepForm })));
export const JudgeForm = on_demand<ComponentProps<typeof import('./JudgeForm').JudgeForm>>(() => import('./JudgeForm').then((one) => ({ default: one.JudgeForm })));
export const TierForm = on_demand<ComponentProps<typeof import('./TierForm').TierForm>>(() => import('./TierForm').then((one) => ({ default: one.TierForm })));
