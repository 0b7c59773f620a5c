// Puts chosen offerings under one, which may be made on the way, or to the top.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client';
import type { Offering } from '../api/types';
import { useI18n } from '../i18n/provider';
import { ErrorNotice } from '../ui/notices';
import { notify } from '../ui/notify';
import { OfferingPicker, type Chosen } from './OfferingPicker';

/** The server moves so many at once. */
const most_at_once = 200;

export function OfferingPlacement({ chosen, clear }: { chosen: ReadonlySet<string>; clear(): void }) {
    const { t } = useI18n();
    const queries = useQueryClient();
    const [family, set_family] = useState<Chosen | null>(null);
    const [busy, set_busy] = useState(false);
    const [problem, set_problem] = useState<unknown>(null);
    const move = async (to_top: boolean) => {
        set_busy(true);
        set_problem(null);
        try {
            let parent_id = to_top ? null : (family?.id ?? null);
            if (!to_top && family && !family.id) {
                parent_id = (await api.post<Offering>('/offerings', { name: family.name, code: family.name.slice(0, 60) })).id;
                set_family({ id: parent_id, name: family.name });
            }
            const ids = [...chosen];
            let moved = 0;
            for (let at = 0; at < ids.length; at += most_at_once) {
                moved += (await api.post<{ moved: number }>('/offerings/placement', { offering_ids: ids.slice(at, at + most_at_once), parent_id })).moved;
            }
            notify(t, t('offerings.moved', { count: moved }));
            clear();
        } catch (refusal) {
            set_problem(refusal);
        } finally {
            set_busy(false);
            for (const key of ['offerings', 'accounts']) void queries.invalidateQueries({ queryKey: [key] });
        }
    };
    return (
        <div className="column" style={{ gap: 8 }}>
            {problem ? <ErrorNotice problem={problem} /> : null}
            <div className="row wrap" style={{ alignItems: 'flex-end' }}>
                <div style={{ flex: '1 1 240px' }}><OfferingPicker label={t('offerings.chosen', { count: chosen.size })} placeholder={t('offerings.under')} may_make value={family} onChange={set_family} /></div>
                <Button disabled={!family} loading={busy} onClick={() => void move(false)}>{t('offerings.put')}</Button>
                <Button variant="default" disabled={busy} onClick={() => void move(true)}>{t('offerings.to_top')}</Button>
                <Button variant="subtle" disabled={busy} onClick={clear}>{t('action.cancel')}</Button>
            </div>
        </div>
    );
}
