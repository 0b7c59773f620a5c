// One thing that the firm sells: what it is called, and under what it belongs.
import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { api } from '../api/client';
import { items_below_query } from '../api/queries';
import type { Offering } from '../api/types';
import { useI18n } from '../i18n/provider';
import { choice_label, field_label, value_text } from './labels';
import { OfferingPicker, type Chosen } from './OfferingPicker';
import { may, use_session } from '../session';
import { use_form } from '../ui/form';
import { FormPanel, Pair } from '../ui/FormPanel';
import { notify } from '../ui/notify';

const kinds = ['product', 'service', 'feature', 'module'] as const;

const values_of = (offering: Offering | null) => ({
    name: offering?.name ?? '',
    code: offering?.code ?? '',
    kind: offering?.kind ?? 'product',
    parent_id: offering?.parent_id ?? null,
    unit: offering?.unit ?? null,
    active: offering?.active ?? true,
});
type Values = ReturnType<typeof values_of>;

export function OfferingForm({ offering, close }: { offering: Offering | null; close(): void }) {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const queries = useQueryClient();
    const [version, set_version] = useState(offering?.version ?? 0);
    const [parent, set_parent] = useState<Chosen | null>(offering?.parent_id ? { id: offering.parent_id, name: offering.parent_name ?? offering.parent_id } : null);
    const settle = useCallback(() => {
        for (const key of ['offerings', 'accounts']) void queries.invalidateQueries({ queryKey: [key] });
        notify(t, t('form.saved'));
    }, [queries, t]);
    const save = useCallback(
        async (changed: Partial<Values>, all: Values) => {
            if (offering) await api.patch<Offering>(`/offerings/${offering.id}`, changed, version);
            else await api.post<Offering>('/offerings', { ...all, code: all.code || all.name.slice(0, 60) });
            settle();
        },
        [offering, version, settle],
    );
    const form = use_form(values_of(offering), save);
    const { values } = form;
    const label = (field: string) => field_label(i18n, 'offering', field);
    const below = useQuery(items_below_query(offering?.id)).data?.total ?? null;
    const put_away = async () => {
        if (!offering) return;
        const path = `/offerings/${offering.id}/archival`;
        await (offering.archived ? api.remove(path, version) : api.put(path, undefined, version));
        settle();
        close();
    };
    const archive = offering && may(session, offering.archived ? 'offering.restore' : 'offering.archive') ? (
        <Button variant="subtle" color="slate" mr="auto" disabled={!offering.archived && below !== 0} onClick={() => void put_away()}>
            {t(offering.archived ? 'offerings.bring_back' : 'action.archive')}
        </Button>
    ) : null;
    return (
        <FormPanel
            title={offering ? t('offerings.edit') : t('offerings.new')}
            form={form}
            close={close}
            footer={archive}
            merge={{
                read: (current) => values_of(current as Offering),
                accept: (current) => set_version((current as Offering).version),
                label,
                text: (field, value, current) => (field === 'parent_id' ? ((current as Offering | null)?.parent_name ?? value_text(i18n, 'offering', field, value)) : value_text(i18n, 'offering', field, value)),
            }}
        >
            <TextInput label={label('name')} data-autofocus required value={values.name} error={form.error('name')} onChange={(event) => form.set('name', event.currentTarget.value)} />
            <TextInput label={label('code')} description={offering ? undefined : t('offerings.code_hint')} value={values.code} error={form.error('code')} onChange={(event) => form.set('code', event.currentTarget.value)} />
            <OfferingPicker
                label={label('parent_id')}
                description={t('offerings.parent_hint')}
                exclude={offering?.id}
                value={parent}
                error={form.error('parent_id')}
                onChange={(chosen) => {
                    set_parent(chosen);
                    form.set('parent_id', chosen?.id ?? null);
                }}
            />
            <Pair>
                <NativeSelect label={label('kind')} value={values.kind} onChange={(event) => form.set('kind', event.currentTarget.value as Values['kind'])} data={kinds.map((value) => ({ value, label: choice_label(i18n, 'offering', 'kind', value) }))} />
                <TextInput label={label('unit')} maxLength={20} value={values.unit ?? ''} error={form.error('unit')} onChange={(event) => form.set('unit', event.currentTarget.value || null)} />
            </Pair>
            {below ? <p className="dim small">{t('offerings.has_items', { count: below })}</p> : null}
            <Switch label={label('active')} checked={values.active} onChange={(event) => form.set('active', event.currentTarget.checked)} />
        </FormPanel>
    );
}
