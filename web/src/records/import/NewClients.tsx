// The clients that a file would found. One that resembles a client who is here already can be said to be that client: it gets the
// name in the file as a further name, by which this file and every later one find it.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api/client';
import type { Account, ImportReport, ImportRun, NewClient } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { may, use_session } from '../../session';
import { ErrorNotice } from '../../ui/notices';
import { Panel } from '../../ui/Page';

interface Props {
    run: ImportRun;
    report: ImportReport;
    /** Looks at the file once more; only before it is taken over. */
    look_again?(): Promise<unknown>;
}

const shown_at_first = 12;

export function NewClients({ run, report, look_again }: Props) {
    const { t } = useI18n();
    const [all, set_all] = useState(false);
    // A list of clients founds clients by its nature: only the doubtful ones are worth a word.
    const clients = (report.new_clients ?? []).filter((client) => run.kind !== 'accounts' || client.resembles);
    if (!clients.length) return null;
    const shown = all ? clients : clients.slice(0, shown_at_first);
    return (
        <Panel flush title={t('import.new_clients')} note={t(clients.some((client) => client.resembles) ? 'import.new_clients_doubtful' : 'import.new_clients_note', { count: report.accounts_created ?? clients.length })}>
            <table className="table cards">
                <tbody>{shown.map((client) => <Row key={`${client.code}|${client.reg_no}|${client.name}`} client={client} look_again={look_again} />)}</tbody>
            </table>
            {clients.length > shown.length ? <div style={{ padding: '8px 12px' }}><Button size="compact-sm" variant="default" onClick={() => set_all(true)}>{t('import.new_clients_more', { count: clients.length - shown.length })}</Button></div> : null}
        </Panel>
    );
}

function Row({ client, look_again }: { client: NewClient; look_again?(): Promise<unknown> }) {
    const { t } = useI18n();
    const session = use_session();
    const [busy, set_busy] = useState(false);
    const [problem, set_problem] = useState<unknown>(null);
    const known = client.resembles;

    const is_known = async (id: string) => {
        set_busy(true);
        set_problem(null);
        try {
            const account = await api.get<Account>(`/accounts/${id}`);
            const other_names = [account.other_names, client.name].filter(Boolean).join('; ');
            await api.patch<Account>(`/accounts/${id}`, { other_names }, account.version);
            await look_again?.();
        } catch (refusal) {
            set_problem(refusal);
        } finally {
            set_busy(false);
        }
    };
    return (
        <tr>
            <td>
                <div className="strong">{client.name}</div>
                {client.code && client.code !== client.name ? <div className="dim small">{client.code}</div> : null}
            </td>
            <td>
                {known ? <span className="warn">{known.id ? t('import.resembles') : t('import.resembles_new')} {known.id ? <Link to="/clients/$id" params={{ id: known.id }} target="_blank">{known.name}</Link> : known.name}</span> : null}
                {problem ? <ErrorNotice problem={problem} /> : null}
            </td>
            <td className="right">
                {known?.id && look_again && may(session, 'account.update') ? (
                    <Button size="compact-sm" variant="default" loading={busy} title={t('import.is_known_title', { name: client.name })} onClick={() => void is_known(known.id ?? '')}>
                        {t('import.is_known')}
                    </Button>
                ) : null}
            </td>
        </tr>
    );
}
