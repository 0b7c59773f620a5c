// Clients who leave: chosen one by one, taken away by a chip.
import { useQueries } from '@tanstack/react-query';
import { useState, type ComponentProps } from 'react';
import { account_query } from '../../api/queries';
import { useI18n } from '../../i18n/provider';
import { Cross } from '../../ui/icons';
import { Chip, Chips } from '../../ui/notices';
import { on_demand } from '../../ui/on_demand';
import { leaving_of, type Wishes } from './what_if';

const AccountPicker = on_demand<ComponentProps<typeof import('../AccountPicker').AccountPicker>>(() => import('../../records/AccountPicker').then((one) => ({ default: one.AccountPicker })), () => <div style={{ height: 57 }} />);

export function Leaving({ wishes, change }: { wishes: Wishes; change(next: Wishes): void }) {
    const { t } = useI18n();
    const [round, set_round] = useState(0);
    const ids = leaving_of(wishes);
    const names = useQueries({ queries: ids.map((id) => account_query(id)) });
    const set = (next: string[]) => change({ ...wishes, leaving: next.length ? next.join(',') : undefined });
    return (
        <div className="column tight" style={{ paddingTop: 4 }}>
            <AccountPicker
                key={round}
                label={t('reports.what_if.leaving_add')}
                value={null}
                onChange={(id) => {
                    if (!id) return;
                    set_round(round + 1);
                    if (!ids.includes(id)) set([...ids, id]);
                }}
            />
            {ids.length ? (
                <Chips label={t('reports.what_if.leaving')}>
                    {ids.map((id, index) => (
                        <Chip key={id} pressed onClick={() => set(ids.filter((one) => one !== id))}>
                            <span className="visually-hidden">{t('reports.remove', { what: '' })}</span>
                            {names[index]?.data?.name ?? '…'}
                            <Cross aria-hidden />
                        </Chip>
                    ))}
                </Chips>
            ) : null}
        </div>
    );
}
