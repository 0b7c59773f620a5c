// How long clients stay: one line for those who came together, one column for the time since. Every cell says its percent.
import { SegmentedControl } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { CohortLine, RetentionReport } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { Figure, type Asked } from '../../records/Figure';
import { cohort_text } from '../../records/reports/words';
import { EmptyState } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { use_question } from './ReportPage';
import { heat_level, next_cell } from './cohort_cells';
import classes from './reports.module.css';

export function Cohorts({ data, asked }: { data: RetentionReport; asked: Asked }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { search, change } = use_question();
    const table = useRef<HTMLTableElement>(null);
    const [at, set_at] = useState<[number, number]>([0, 0]);
    const cells = search.cells ?? 'active';
    const step = data.cohort_months;
    const columns = Math.max(0, ...data.cohorts.map((line) => line.cells.length));
    // One stop for Tab; inside, the arrows lead from cell to cell.
    const on_key = (event: KeyboardEvent) => {
        const next = next_cell(event.key, at, data.cohorts.map((line) => line.cells.length));
        if (!next) return;
        event.preventDefault();
        set_at(next);
        table.current?.querySelector<HTMLElement>(`[data-cell="${next[0]}-${next[1]}"] button`)?.focus();
    };
    const share = (line: CohortLine, index: number) => {
        const cell = line.cells[index];
        return cell ? (cells === 'active' ? cell.active_bp : cell.revenue_bp) : null;
    };
    const first_unknown = data.period.books_first !== null && data.cohorts[0] !== undefined && data.cohorts[0].first <= data.period.books_first;
    return (
        <Panel
            flush
            title={t('reports.cohorts')}
            note={t('reports.cohorts_note')}
            actions={
                <div className="row wrap no-print">
                    <SegmentedControl size="xs" aria-label={t('reports.cells')} value={cells} onChange={(one) => change({ cells: one === 'revenue' ? one : undefined })} data={[{ value: 'active', label: t('reports.cells.active') }, { value: 'revenue', label: t('reports.cells.revenue') }]} />
                    <SegmentedControl size="xs" aria-label={t('reports.cohort_step')} value={String(step)} onChange={(one) => change({ step: one === '1' || one === '12' ? one : undefined })} data={(['1', '3', '12'] as const).map((one) => ({ value: one, label: t(`reports.step.${one}`) }))} />
                </div>
            }
        >
            {data.cohorts.length === 0 ? (
                <EmptyState title={t('reports.cohorts_none')} />
            ) : (
                <>
                    <table ref={table} className={classes.heat} aria-label={t('reports.cohorts')}>
                        <thead>
                            <tr>
                                <th scope="col">{t('reports.cohort')}</th>
                                <th scope="col">{t('reports.group.clients')}</th>
                                {Array.from({ length: columns }, (_, index) => (
                                    <th key={index} scope="col" aria-label={t('reports.after', { months: index * step })}>{index === 0 ? t('reports.at_start') : t('reports.after_short', { months: i18n.number(index * step) })}</th>
                                ))}
                            </tr>
                        </thead>
                        <tbody onKeyDown={on_key}>
                            {data.cohorts.map((line, row) => (
                                <tr key={line.first}>
                                    <th scope="row">{cohort_text(i18n, line.first, step)}</th>
                                    <td className={classes.size}><Figure quiet of={{ figure: 'cohort_size', line, step, index: 0, cells, asked }}>{i18n.number(line.size)}</Figure></td>
                                    {line.cells.map((_, index) => {
                                        const value = share(line, index);
                                        const text = value === null ? '–' : i18n.percent(value, 0);
                                        return (
                                            <td key={index} data-cell={`${row}-${index}`} data-level={heat_level(value)} onFocus={() => set_at([row, index])}>
                                                <Figure quiet in_grid={at[0] !== row || at[1] !== index} of={{ figure: 'cohort', line, step, index, cells, asked }} label={t('reports.cohort_cell', { cohort: cohort_text(i18n, line.first, step), after: t('reports.after', { months: index * step }), value: text })}>{text}</Figure>
                                            </td>
                                        );
                                    })}
                                </tr>
                            ))}
                        </tbody>
                    </table>
                    <p className={`small dim ${classes.foot}`}>{`${t('reports.cohorts_months')}${first_unknown ? ` ${t('reports.cohorts_first')}` : ''}`}</p>
                </>
            )}
        </Panel>
    );
}
