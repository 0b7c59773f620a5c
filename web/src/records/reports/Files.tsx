// A report as a document.
import { Button } from '@mantine/core';
import { url_of, type QueryParams } from '../../api/client';
import { useI18n } from '../../i18n/provider';
import { Download } from '../../ui/icons';

/** PDF, workbook and tables; `say` names it where a page has several. */
export function Files({ name, params, say }: { name: string; params: QueryParams; say?: string }) {
    const { t, language } = useI18n();
    return (
        <Button.Group className="no-print">
            {(['pdf', 'xlsx', 'csv'] as const).map((format, index) => (
                <Button
                    key={format}
                    component="a"
                    variant="default"
                    size={say ? 'compact-sm' : undefined}
                    href={url_of(`/reports/${name}/file`, { ...params, format, language })}
                    download
                    aria-label={`${t('reports.file_text', { format: t(`reports.file.${format}`) })}${say ? `: ${say}` : ''}`}
                    leftSection={index === 0 ? <Download size={15} aria-hidden /> : undefined}
                >
                    {t(`reports.file.${format}`)}
                </Button>
            ))}
        </Button.Group>
    );
}
