// Bringing data in: source → mapping (proposed, with reasons) → preview (nothing is written) → run → report in which
// created + updated + unchanged + refused equals the rows of the file.
import { Button, Progress } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../../api/client';
import { follow_import } from '../../api/events';
import { import_query } from '../../api/queries';
import type { ImportKind, ImportRun } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { ErrorNotice, Notice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { MappingEditor } from './MappingEditor';
import { NewClients } from './NewClients';
import { PreviewRows, ReportView } from './Report';
import { Source } from './Source';
import classes from './import.module.css';

interface Props {
    /** Fixed kind (the Start wizard) or chosen by the person. */
    kind?: ImportKind;
    run_id: string | null;
    opened(id: string | null): void;
    /** What to offer after a finished run. */
    done?(run: ImportRun): void;
    done_label?: string;
    /** Leave this step without a file. */
    skip?(): void;
}

export function ImportWizard({ kind, run_id, opened, done, done_label, skip }: Props) {
    const { t } = useI18n();
    const queries = useQueryClient();
    // Progress comes over a stream; when that breaks, the page asks in intervals.
    const [asking, set_asking] = useState(false);
    const run = useQuery({
        ...import_query(run_id ?? ''),
        enabled: run_id !== null,
        refetchInterval: (query) => (asking && query.state.data?.state === 'running' ? 1000 : false),
    });
    const [back_to_mapping, set_back] = useState(false);
    const [busy, set_busy] = useState(false);
    const [problem, set_problem] = useState<unknown>(null);
    const last_state = useRef<string | undefined>(undefined);

    const keep = useCallback((next: ImportRun) => queries.setQueryData(import_query(next.id).queryKey, next), [queries]);
    const act = async (work: () => Promise<ImportRun>) => {
        set_busy(true);
        set_problem(null);
        try {
            keep(await work());
            return true;
        } catch (refusal) {
            set_problem(refusal);
            return false;
        } finally {
            set_busy(false);
        }
    };
    const state = run.data?.state;
    useEffect(() => {
        if (state !== 'running' || run_id === null || asking) return;
        return follow_import(run_id, keep, () => set_asking(true));
    }, [state, run_id, asking, keep]);
    useEffect(() => {
        if (state === 'done') {
            for (const key of ['accounts', 'contacts', 'ledger', 'team', 'session', 'segmentation', 'search']) void queries.invalidateQueries({ queryKey: [key] });
            void queries.invalidateQueries({ queryKey: ['imports'], exact: true });
        }
        // A new step begins at the top of the page.
        if (last_state.current !== undefined && last_state.current !== state) document.querySelector('main')?.scrollTo({ top: 0 });
        last_state.current = state;
    }, [state, queries]);

    if (run_id === null) {
        return (
            <Source
                kind={kind}
                skip={skip}
                created={(created) => {
                    keep(created);
                    opened(created.id);
                }}
            />
        );
    }
    if (run.isError) return <ErrorNotice problem={run.error} retry={() => void run.refetch()} />;
    if (!run.data) return <div style={{ height: 300 }} />;
    const data = run.data;
    const another = () => {
        set_problem(null);
        set_back(false);
        opened(null);
    };

    if (data.state === 'running') {
        const total = data.progress?.total || data.rows || 1;
        const rows = data.progress?.rows ?? 0;
        return (
            <Panel title={t('import.running')}>
                <div className="column" role="status">
                    <Progress value={(rows / total) * 100} size="lg" animated aria-label={t('import.running')} />
                    <p className="dim number">{t('import.progress', { rows, total })}</p>
                    <p className="small dim">{t('import.leave')}</p>
                    <div><Button variant="default" onClick={() => void act(() => api.put<ImportRun>(`/imports/${data.id}/cancellation`))}>{t('action.cancel')}</Button></div>
                </div>
            </Panel>
        );
    }
    if (data.state === 'done' || data.state === 'cancelled' || data.state === 'failed') {
        return (
            <div className="column" style={{ gap: 16 }}>
                {problem ? <ErrorNotice problem={problem} /> : null}
                {data.state === 'done' ? null : <Notice kind="bad">{t(data.state === 'failed' ? 'import.failed' : 'import.cancelled')}</Notice>}
                {data.state === 'done' && !data.report ? <Notice>{t('import.no_report')}</Notice> : null}
                {data.report ? <ReportView run={data} report={data.report} final={data.state === 'done'} /> : null}
                {data.report && data.state === 'done' ? <NewClients run={data} report={data.report} /> : null}
                <div className="row end wrap">
                    <Button variant="default" onClick={another}>{t('import.another')}</Button>
                    {done ? <Button onClick={() => done(data)}>{done_label ?? t('action.next')}</Button> : null}
                </div>
            </div>
        );
    }
    if (data.state === 'previewed' && data.report && !back_to_mapping) {
        const report = data.report;
        const useful = report.created + report.updated + report.unchanged;
        return (
            <div className="column" style={{ gap: 16 }}>
                {problem ? <ErrorNotice problem={problem} /> : null}
                <ReportView run={data} report={report} final={false} />
                <NewClients run={data} report={report} look_again={() => act(() => api.post<ImportRun>(`/imports/${data.id}/preview`))} />
                <PreviewRows run={data} report={report} />
                <div className={classes.bar}>
                    <Button variant="default" onClick={() => set_back(true)}>{t('import.back_to_mapping')}</Button>
                    <span className="dim small grow">{t('import.nothing_written')}</span>
                    <Button
                        loading={busy}
                        disabled={useful === 0}
                        onClick={() => void act(() => api.post<ImportRun>(`/imports/${data.id}/run`))}
                    >
                        {t('import.run', { count: useful })}
                    </Button>
                </div>
            </div>
        );
    }
    return (
        <MappingEditor
            run={data}
            busy={busy}
            problem={problem}
            change={(body) => act(() => api.patch<ImportRun>(`/imports/${data.id}`, body, data.version))}
            restart={another}
            preview={async () => {
                if (await act(() => api.post<ImportRun>(`/imports/${data.id}/preview`))) set_back(false);
            }}
        />
    );
}
