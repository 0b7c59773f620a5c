// Reports that somebody wants to open again: the address of the question under a name, for the whole firm.
import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, Problem } from '../../api/client';
import { saved_reports_query } from '../../api/reports';
import type { SavedReport } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { may, use_session } from '../../session';
import { Archive, Bookmark } from '../../ui/icons';
import { notify } from '../../ui/notify';
import classes from './reports.module.css';

export function Saved() {
    const { t } = useI18n();
    const navigate = useNavigate();
    const session = use_session();
    const client = useQueryClient();
    const [opened, set_opened] = useState(false);
    const [name, set_name] = useState('');
    const [busy, set_busy] = useState(false);
    const { data } = useQuery({ ...saved_reports_query, enabled: opened });
    const after = async (work: () => Promise<unknown>, done: string) => {
        set_busy(true);
        try {
            await work();
            await client.invalidateQueries({ queryKey: saved_reports_query.queryKey });
            notify(t, done);
        } catch (problem) {
            notify(t, problem instanceof Problem ? problem.message : t('reports.saved.failed'), 'bad');
        } finally {
            set_busy(false);
        }
    };
    const save = (event: FormEvent) => {
        event.preventDefault();
        if (name.trim() === '') return;
        const address = window.location.pathname + window.location.search;
        void after(() => api.post<SavedReport>('/saved_reports', { name: name.trim(), address }), t('reports.saved.done')).then(() => set_name(''));
    };
    const archive = (report: SavedReport) =>
        void after(() => api.put(`/saved_reports/${report.id}/archival`, undefined, report.version), t('reports.saved.archived', { name: report.name }));
    return (
        <Popover opened={opened} onChange={set_opened} position="bottom-end" width={320} trapFocus withinPortal>
            <Popover.Target>
                <Button variant="default" leftSection={<Bookmark size={15} aria-hidden />} aria-expanded={opened} onClick={() => set_opened(!opened)}>
                    {t('reports.saved.title')}
                </Button>
            </Popover.Target>
            <Popover.Dropdown aria-label={t('reports.saved.title')}>
                {may(session, 'saved_report.create') ? (
                    <form className="column" onSubmit={save}>
                        <TextInput label={t('reports.saved.name')} value={name} maxLength={120} onChange={(event) => set_name(event.currentTarget.value)} data-autofocus />
                        <Button type="submit" disabled={busy || name.trim() === ''}>{t('reports.saved.save')}</Button>
                    </form>
                ) : null}
                {data && data.items.length > 0 ? (
                    <ul className={classes.saved}>
                        {data.items.map((report) => (
                            <li key={report.id} className="row">
                                <a
                                    href={report.address}
                                    onClick={(event) => {
                                        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                                        event.preventDefault();
                                        set_opened(false);
                                        void navigate({ href: report.address });
                                    }}
                                >
                                    {report.name}
                                </a>
                                {may(session, 'saved_report.archive') ? (
                                    <ActionIcon variant="subtle" color="gray" disabled={busy} aria-label={t('reports.saved.archive', { name: report.name })} onClick={() => archive(report)}>
                                        <Archive size={15} aria-hidden />
                                    </ActionIcon>
                                ) : null}
                            </li>
                        ))}
                    </ul>
                ) : data ? <p className="small dim">{t('reports.saved.none')}</p> : null}
            </Popover.Dropdown>
        </Popover>
    );
}
