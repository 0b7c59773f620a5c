// The same answer as a chart or as a table; the choice stands in the address.
import { SegmentedControl } from '@mantine/core';
import { useI18n } from '../../i18n/provider';
import { use_question } from './ReportPage';

export function ChartOrTable() {
    const { t } = useI18n();
    const { search, change } = use_question();
    return (
        <SegmentedControl
            className="no-print"
            size="xs"
            aria-label={t('reports.as')}
            value={search.view ?? 'chart'}
            onChange={(view) => change({ view: view === 'table' ? view : undefined })}
            data={[{ value: 'chart', label: t('reports.as_chart') }, { value: 'table', label: t('reports.as_table') }]}
        />
    );
}
