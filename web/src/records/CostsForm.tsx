// What the question about a loss needs to know of the firm: its fixed costs and its reserve.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, type FormEvent } from 'react';
import { api } from '../api/client';
import { workspace_query } from '../api/queries';
import type { Workspace } from '../api/types';
import { useI18n } from '../i18n/provider';
import { use_form } from '../ui/form';
import { has_wrong_number, NumberField } from '../ui/NumberField';
import { ErrorNotice } from '../ui/notices';

/** Nothing when both are known. */
export function CostsForm() {
    const workspace = useQuery(workspace_query).data;
    const known = workspace && workspace.fixed_monthly_costs !== null && workspace.cash_reserve !== null;
    return workspace && !known ? <Form key={workspace.version} workspace={workspace} /> : null;
}

function Form({ workspace }: { workspace: Workspace }) {
    const { t } = useI18n();
    const queries = useQueryClient();
    const save = useCallback(
        async (changed: object) => {
            await api.patch('/workspace', changed, workspace.version);
            for (const key of ['workspace', 'accounts']) void queries.invalidateQueries({ queryKey: [key] });
        },
        [workspace.version, queries],
    );
    const form = use_form({ fixed_monthly_costs: workspace.fixed_monthly_costs ?? null, cash_reserve: workspace.cash_reserve ?? null }, save);
    const submit = (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        if (!has_wrong_number(event.currentTarget)) void form.submit();
    };
    const field = (name: 'fixed_monthly_costs' | 'cash_reserve') => ({
        value: form.values[name],
        decimals: 2,
        unit: workspace.base_currency,
        rightSectionWidth: 56,
        error: form.error(name),
        onChange: (value: string | null) => form.set(name, value),
    });
    return (
        <form className="column" onSubmit={submit} noValidate>
            {form.problem ? <ErrorNotice problem={form.problem} /> : null}
            <NumberField label={t('settings.fixed_costs')} description={t('settings.fixed_costs_text')} {...field('fixed_monthly_costs')} />
            <NumberField label={t('settings.reserve')} description={t('settings.reserve_text')} {...field('cash_reserve')} />
            <div><Button type="submit" disabled={!form.dirty} loading={form.busy}>{t('start.next_compute')}</Button></div>
        </form>
    );
}
