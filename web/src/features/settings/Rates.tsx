// Rates of foreign currencies: those in force, the list of the national bank, and single ones by hand.
import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { rates_query } from '../../api/queries';
import type { ExchangeRate } from '../../api/types';
import { parse_amount } from '../../i18n/format';
import { useI18n } from '../../i18n/provider';
import { may, use_session } from '../../session';
import { DateField } from '../../ui/DateField';
import { EmptyState, ErrorNotice } from '../../ui/notices';
import { notify } from '../../ui/notify';
import { NumberField } from '../../ui/NumberField';
import { Panel } from '../../ui/Page';

export function Rates() {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const queries = useQueryClient();
    const rates = useQuery(rates_query);
    const [text, set_text] = useState('');
    const [manual, set_manual] = useState({ on: session.today as string | null, currency: 'EUR', amount: 1, rate: '' });
    const [problem, set_problem] = useState<unknown>(null);
    const [busy, set_busy] = useState(false);
    const act = async (work: () => Promise<string>) => {
        set_busy(true);
        set_problem(null);
        try {
            notify(t, await work());
            for (const key of ['exchange_rates', 'accounts']) void queries.invalidateQueries({ queryKey: [key] });
        } catch (refusal) {
            set_problem(refusal);
        } finally {
            set_busy(false);
        }
    };
    const rate = parse_amount(manual.rate);
    const items = rates.data?.items ?? [];
    return (
        <div className="halves">
            <Panel flush title={t('rates.title')}>
                {items.length ? (
                    <table className="table">
                        <thead>
                            <tr><th>{t('ledger.date')}</th><th>{t('auth.currency')}</th><th className="right">{t('rates.per')}</th><th className="right">{t('rates.rate')}</th><th>{t('rates.source')}</th></tr>
                        </thead>
                        <tbody>
                            {items.map((item) => (
                                <tr key={item.id}>
                                    <td className="number" data-fact>{i18n.day(item.valid_on)}</td>
                                    <td>{item.currency}</td>
                                    <td className="right number" data-fact>{i18n.number(item.units)}</td>
                                    <td className="right number" data-fact>{i18n.number(item.rate, 6)}</td>
                                    <td className="dim">{item.source === 'cnb' ? t('rates.cnb', { number: String(item.list_no ?? '') }) : t('rates.manual')}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                ) : rates.data ? (
                    <EmptyState title={t('rates.empty')} text={t('rates.empty_text')} />
                ) : null}
            </Panel>
            <div className="column" style={{ gap: 16 }}>
                {problem ? <ErrorNotice problem={problem} /> : null}
                {may(session, 'exchange_rate.import_list') ? (
                    <Panel title={t('rates.list')}>
                        <div className="column">
                            <Textarea label={t('rates.list_label')} description={t('rates.list_hint')} autosize minRows={5} maxRows={12} value={text} onChange={(event) => set_text(event.currentTarget.value)} />
                            <div>
                                <Button
                                    disabled={!text.trim()}
                                    loading={busy}
                                    onClick={() =>
                                        void act(async () => {
                                            const answer = await api.post<{ created: number; updated: number; unchanged: number; on: string }>('/exchange_rates/list', { text });
                                            set_text('');
                                            return t('rates.loaded', { created: answer.created, updated: answer.updated, unchanged: answer.unchanged, day: i18n.day(answer.on) });
                                        })
                                    }
                                >
                                    {t('rates.load')}
                                </Button>
                            </div>
                        </div>
                    </Panel>
                ) : null}
                {may(session, 'exchange_rate.create') ? (
                    <Panel title={t('rates.one')}>
                        <form
                            className="column"
                            onSubmit={(event) => {
                                event.preventDefault();
                                void act(async () => {
                                    await api.post<ExchangeRate>('/exchange_rates', { valid_on: manual.on, currency: manual.currency, units: manual.amount, rate });
                                    set_manual({ ...manual, rate: '' });
                                    return t('form.saved');
                                });
                            }}
                        >
                            <div className="row wrap" style={{ alignItems: 'flex-end' }}>
                                <DateField label={t('ledger.date')} w={150} today={session.today} value={manual.on} onChange={(on) => set_manual({ ...manual, on })} />
                                <TextInput label={t('auth.currency')} w={80} maxLength={3} value={manual.currency} onChange={(event) => set_manual({ ...manual, currency: event.currentTarget.value.toUpperCase() })} />
                                <NumberField label={t('rates.per')} w={80} min={1} value={manual.amount} onChange={(value) => set_manual({ ...manual, amount: Number(value) || 1 })} />
                                <TextInput label={t('rates.rate')} w={120} inputMode="decimal" value={manual.rate} onChange={(event) => set_manual({ ...manual, rate: event.currentTarget.value })} />
                                <Button type="submit" variant="default" disabled={rate === null || !manual.on || manual.currency.length !== 3} loading={busy}>{t('action.add')}</Button>
                            </div>
                        </form>
                    </Panel>
                ) : null}
            </div>
        </div>
    );
}
