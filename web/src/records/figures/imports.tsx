// Figures of an import: what became of the rows of the file.
import { Link, useLocation } from '@tanstack/react-router';
import { url_of } from '../../api/client';
import type { ImportRun } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { ExplanationBody } from '../../ui/Explain';
import { field_text } from '../../ui/notices';
import type { FigureOf, ImportCount } from '../Figure';
import type { Figures } from '.';

/** Where the rows of an outcome are: refused ones in a file, others in the lists they went to. */
function Rows({ run, count, final }: { run: ImportRun; count: ImportCount | 'amount'; final: boolean }) {
    const { t } = useI18n();
    const here = useLocation().pathname.endsWith(run.id);
    if (!final) return <Link to="/import/$id" params={{ id: run.id }}>{t('import.sample')}</Link>;
    if (count === 'refused') return <a href={url_of(`/imports/${run.id}/refused.csv`)} download>{t('rows.refused')}</a>;
    if (count === 'rows' && !here) return <Link to="/import/$id" params={{ id: run.id }}>{t('rows.import')}</Link>;
    if (run.kind === 'invoices' && count !== 'accounts_created' && count !== 'offerings_created' && count !== 'unchanged')
        return <a href={url_of('/ledger_entries.csv', { import_run_id: run.id, ...(count === 'without_account' ? { 'account_id[null]': true } : {}) })} download>{t('rows.csv')}</a>;
    return <Link to="/clients" search={{}}>{t('rows.clients')}</Link>;
}

function Count({ of }: { of: Extract<FigureOf, { figure: 'import_count' }> }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { report, count } = of;
    const parts = report ? (['created', 'updated', 'unchanged', 'refused'] as const).map((one) => ({ label: t(`import.${one}`), value: i18n.number(report[one]) })) : [];
    return (
        <ExplanationBody
            explanation={{
                title: t(`import.${count}`),
                formula: t(`explain.import.${count}`),
                lines: count === 'rows' ? parts : [{ label: t('import.file'), value: of.run.file_name }],
                total: { label: t(`import.${count}`), value: i18n.number(report ? (report[count] ?? 0) : of.run.rows) },
                rows: <Rows run={of.run} count={count} final={of.final} />,
            }}
        />
    );
}

export const import_figures: Figures<'import_count' | 'import_amount' | 'import_error'> = {
    import_count: Count,
    import_amount: function Amount({ of }) {
        const i18n = useI18n();
        const { t } = i18n;
        return <ExplanationBody explanation={{ title: t('import.amount'), formula: t('explain.import.amount'), total: { label: t('score.total'), value: i18n.money({ amount: of.total, currency: of.currency }) }, rows: <Rows run={of.run} count="amount" final={of.run.state === 'done'} /> }} />;
    },
    import_error: function Fault({ of: { error, run, final } }) {
        const i18n = useI18n();
        const { t } = i18n;
        return (
            <ExplanationBody
                explanation={{
                    title: field_text(i18n, { ...error, field: error.field ?? '' }),
                    formula: t('explain.import.error'),
                    lines: [{ label: t('import.first_row'), value: i18n.number(error.first_row) }, { label: t('import.example'), value: error.example }],
                    total: { label: t('import.count'), value: i18n.number(error.count) },
                    rows: <Rows run={run} count="refused" final={final} />,
                }}
            />
        );
    },
};
