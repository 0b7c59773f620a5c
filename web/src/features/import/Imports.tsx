import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { imports_query } from '../../api/queries';
import type { ImportRun } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { Figure } from '../../records/Figure';
import { ImportWizard } from '../../records/import/ImportWizard';
import { StateMark } from '../../ui/badges';
import { Page, Panel } from '../../ui/Page';

const state_kind: Record<ImportRun['state'], 'good' | 'warn' | 'bad' | 'none'> = {
    uploaded: 'none', mapped: 'none', previewed: 'none', running: 'warn', done: 'good', failed: 'bad', cancelled: 'none',
};

export function Imports() {
    const i18n = useI18n();
    const { t } = i18n;
    const navigate = useNavigate();
    const runs = useQuery(imports_query);
    const items = runs.data?.items ?? [];
    return (
        <Page title={t('nav.import')}>
            <ImportWizard run_id={null} opened={(id) => id && void navigate({ to: '/import/$id', params: { id } })} />
            {items.length ? (
                <Panel flush title={t('import.runs')}>
                    <table className="table cards">
                        <thead>
                            <tr>
                                <th>{t('import.file')}</th>
                                <th>{t('import.kind')}</th>
                                <th>{t('import.state')}</th>
                                <th className="right">{t('import.rows')}</th>
                                <th className="right">{t('import.created')}</th>
                                <th className="right">{t('import.updated')}</th>
                                <th className="right">{t('import.unchanged')}</th>
                                <th className="right">{t('import.refused')}</th>
                                <th>{t('import.when')}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {items.map((run) => (
                                <tr key={run.id}>
                                    <td><Link to="/import/$id" params={{ id: run.id }}>{run.file_name}</Link></td>
                                    <td data-label={t('import.kind')}>{t(`import.kind.${run.kind}`)}</td>
                                    <td data-label={t('import.state')} data-wide><StateMark kind={state_kind[run.state]}>{t(`import.state.${run.state}`)}</StateMark></td>
                                    <td className="right number" data-label={t('import.rows')}><Figure quiet of={{ figure: 'import_count', count: 'rows', run, report: run.report, final: run.state === 'done' }}>{i18n.number(run.rows)}</Figure></td>
                                    {(['created', 'updated', 'unchanged', 'refused'] as const).map((key) => (
                                        <td key={key} className="right number" data-label={t(`import.${key}`)}>{run.report ? <Figure quiet of={{ figure: 'import_count', count: key, run, report: run.report, final: run.state === 'done' }}>{i18n.number(run.report[key])}</Figure> : '–'}</td>
                                    ))}
                                    <td className="dim" data-label={t('import.when')} data-wide title={i18n.instant(run.created_at)}>{i18n.ago(run.created_at)}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </Panel>
            ) : null}
        </Page>
    );
}

export function ImportPage() {
    const { t } = useI18n();
    const navigate = useNavigate();
    const { id } = useParams({ from: '/import/$id' });
    return (
        <Page title={t('import.one')} crumbs={<><Link to="/import">{t('nav.import')}</Link><span aria-hidden="true">/</span><span>{t('import.one')}</span></>} actions={<Button variant="default" onClick={() => void navigate({ to: '/clients' })}>{t('nav.clients')}</Button>}>
            <ImportWizard
                run_id={id}
                opened={(next) => void (next ? navigate({ to: '/import/$id', params: { id: next } }) : navigate({ to: '/import' }))}
                done={() => void navigate({ to: '/clients' })}
                done_label={t('import.to_clients')}
            />
        </Page>
    );
}
