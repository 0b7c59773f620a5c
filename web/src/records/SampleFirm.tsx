// Loads the sample firm and waits for it; nothing to fill in.
import { Button, Progress } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/client';
import { sample_query } from '../api/queries';
import { useI18n } from '../i18n/provider';
import { ErrorNotice } from '../ui/notices';

const ended = ['done', 'loaded', 'ready', 'present'];

export function SampleFirm({ loaded }: { loaded?(): void }) {
    const { t } = useI18n();
    const queries = useQueryClient();
    const [running, set_running] = useState(false);
    const [problem, set_problem] = useState<unknown>(null);
    const state = useQuery({ ...sample_query, enabled: running, refetchInterval: running ? 400 : false });
    const finished = running && state.isFetchedAfterMount && ended.includes(state.data?.state ?? '');
    const failed = running && state.data?.state === 'failed';
    useEffect(() => {
        if (!finished) return;
        set_running(false);
        void queries.invalidateQueries().then(() => loaded?.());
    }, [finished, queries, loaded]);
    const load = async () => {
        set_problem(null);
        try {
            await api.post('/sample');
            queries.removeQueries({ queryKey: ['sample'] });
            set_running(true);
        } catch (refusal) {
            set_problem(refusal);
        }
    };
    return (
        <div className="column">
            {problem ? <ErrorNotice problem={problem} /> : null}
            {failed ? <ErrorNotice problem={new Error('sample')} /> : null}
            {running && !failed ? (
                <div className="column tight" role="status">
                    <Progress value={state.data?.total ? ((state.data.rows ?? 0) / state.data.total) * 100 : 100} animated aria-label={t('start.sample_loading')} />
                    <span className="small dim">{t('start.sample_loading')}</span>
                </div>
            ) : (
                <div><Button variant="default" onClick={() => void load()}>{t('start.sample_load')}</Button></div>
            )}
        </div>
    );
}
