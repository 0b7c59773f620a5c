import { Button } from '@mantine/core';
import { url_of } from '../../api/client';
import type { ImportReport, ImportRun } from '../../api/types';
import { type I18n, useI18n } from '../../i18n/provider';
import { StateMark } from '../../ui/badges';
import { Download } from '../../ui/icons';
import { field_text } from '../../ui/notices';
import { Kpi, Kpis, Panel } from '../../ui/Page';
import { Figure, type ImportCount } from '../Figure';
import { value_text } from '../labels';
import { target_label } from './MappingEditor';

/** The row as a spreadsheet counts it: the heading is its first. */
function line_of(run: ImportRun, row: number): number {
    return row + (run.has_header ? 1 : 0);
}

/** A doubtful value is refused with its row, left out, or kept with a word. */
function error_text(i18n: I18n, error: ImportReport['errors'][number]): string {
    const reason = field_text(i18n, { ...error, field: error.field ?? '' });
    if (error.kept) return i18n.t('import.cell_kept', { reason });
    return error.refuses === false ? i18n.t('import.cell_left_out', { reason }) : reason;
}

export function ReportView({ run, report, final }: { run: ImportRun; report: ImportReport; final: boolean }) {
    const i18n = useI18n();
    const { t } = i18n;
    const sum = report.created + report.updated + report.unchanged + report.refused;
    const figure = (count: ImportCount) => (
        <Figure of={{ figure: 'import_count', count, run, report, final }}>
            <span className={count === 'refused' && report.refused ? 'bad' : undefined}>{i18n.number(report[count] ?? 0)}</span>
        </Figure>
    );
    return (
        <>
            <div role="status">
                <h2 style={{ fontSize: '1rem', fontWeight: 650 }}>{t(final ? 'import.done' : 'import.preview_title', { name: run.file_name })}</h2>
            </div>
            <Kpis>
                {(['created', 'updated', 'unchanged', 'refused', 'rows'] as const).map((count) => (
                    <Kpi key={count} label={t(`import.${count}`)} note={count === 'rows' && sum === report.rows ? t('import.sums') : null}>{figure(count)}</Kpi>
                ))}
                {(['accounts_created', 'offerings_created', 'without_account'] as const).map((count) => (report[count] ? <Kpi key={count} label={t(`import.${count}`)}>{figure(count)}</Kpi> : null))}
                {report.amounts?.map((amount) => <Kpi key={amount.currency} wide label={t('import.amount')}><Figure of={{ figure: 'import_amount', currency: amount.currency, total: amount.total, run }}>{i18n.money({ amount: amount.total, currency: amount.currency })}</Figure></Kpi>)}
            </Kpis>
            {report.errors.length ? (
                <Panel
                    flush
                    title={t('import.errors')}
                    actions={
                        final && report.refused ? (
                            <Button component="a" size="compact-sm" variant="default" download href={url_of(`/imports/${run.id}/refused.csv`)} leftSection={<Download size={14} aria-hidden />}>{t('import.refused_csv')}</Button>
                        ) : null
                    }
                >
                    <table className="table cards">
                        <thead>
                            <tr>
                                <th>{t('import.error')}</th>
                                <th>{t('import.meaning')}</th>
                                <th>{t('import.example')}</th>
                                <th className="right">{t('import.first_row')}</th>
                                <th className="right">{t('import.count')}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {report.errors.map((error) => (
                                <tr key={`${error.code}-${error.field}`}>
                                    <td>{error_text(i18n, error)}</td>
                                    <td data-label={t('import.meaning')}>{error.field ? target_label(i18n, run.kind, error.field) : '–'}</td>
                                    <td className="dim" data-label={t('import.example')} data-wide><span className="clip" style={{ display: 'block', maxWidth: 260 }}>{error.example}</span></td>
                                    <td className="right number" data-fact data-label={t('import.first_row')}>{i18n.number(line_of(run, error.first_row))}</td>
                                    <td className="right number" data-label={t('import.count')}><Figure of={{ figure: 'import_error', error, run, final }}>{i18n.number(error.count)}</Figure></td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </Panel>
            ) : null}
        </>
    );
}

const outcome_order = ['refused', 'updated'];

/** What needs a look comes first: refused rows, then those that change something, then the rest, each in the order of the file. */
export function rows_to_look_at<Row extends { row: number; outcome: string }>(sample: Row[]): Row[] {
    const place = (row: Row) => (outcome_order.includes(row.outcome) ? outcome_order.indexOf(row.outcome) : outcome_order.length);
    return [...sample].sort((a, b) => place(a) - place(b) || a.row - b.row);
}

export function PreviewRows({ run, report }: { run: ImportRun; report: ImportReport }) {
    const i18n = useI18n();
    const { t } = i18n;
    const sample = rows_to_look_at(report.sample ?? []);
    if (!sample.length) return null;
    const mapped = run.columns.map((column) => column.field).filter((field): field is string => field !== null);
    const fields = mapped.length ? mapped : Object.keys(sample[0]?.values ?? {});
    return (
        <Panel flush title={t('import.sample')} note={t('import.sample_note', { count: sample.length, rows: report.rows })}>
            <table className="table cards">
                <thead>
                    <tr>
                        <th className="right">{t('import.row')}</th>
                        <th>{t('import.outcome')}</th>
                        {fields.map((field) => <th key={field}>{target_label(i18n, run.kind, field)}</th>)}
                    </tr>
                </thead>
                <tbody>
                    {sample.map((row) => (
                        <tr key={row.row}>
                            <td className="right number dim" data-fact data-label={t('import.row')}>{line_of(run, row.row)}</td>
                            <td data-label={t('import.outcome')} data-wide={row.errors.length ? '' : undefined}>
                                <StateMark kind={row.outcome === 'refused' ? 'bad' : row.outcome === 'unchanged' ? 'none' : 'good'}>{t(`import.outcome.${row.outcome}`)}</StateMark>
                                {row.errors.map((error) => <div key={error.code} className={`small ${error.refuses === false ? 'warn' : 'bad'}`}>{`${error.field ? `${target_label(i18n, run.kind, error.field)}: ` : ''}${field_text(i18n, { ...error, field: error.field ?? '' })}`}</div>)}
                            </td>
                            {fields.map((field) => (
                                <td key={field} data-label={target_label(i18n, run.kind, field)}><span className="clip" style={{ display: 'block', maxWidth: 220 }}>{row.values[field] === undefined || row.values[field] === null ? '–' : value_text(i18n, run.kind, field, row.values[field])}</span></td>
                            ))}
                        </tr>
                    ))}
                </tbody>
            </table>
        </Panel>
    );
}
