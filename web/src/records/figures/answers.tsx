// Figures of renewals, the value of customers, „What if“ and care: the page says the values, the texts say what they mean.
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../i18n/provider';
import type { TextKey } from '../../i18n/runtime';
import { ExplanationBody } from '../../ui/Explain';
import type { AnswerRows } from '../Figure';
import type { Figures } from '.';
import { RowsLink } from './reports';

function Rows({ rows }: { rows: AnswerRows }) {
    const { t } = useI18n();
    if ('csv' in rows) return <a href={rows.csv} download>{t('rows.csv')}</a>;
    if ('asked' in rows) return <RowsLink asked={rows.asked} rows={rows.code} />;
    if ('tier' in rows) return <Link to="/clients" search={{ tier: rows.tier }}>{t('rows.clients')}</Link>;
    if ('user' in rows) return <Link to="/team" search={{ user: rows.user }}>{t('rows.clients')}</Link>;
    return <Link to="/clients/$id" params={{ id: rows.client }} search={{ tab: rows.tab }}>{rows.name}</Link>;
}

export const answer_figures: Figures<'answer'> = {
    answer: function AnswerBody({ of: { answer } }) {
        const i18n = useI18n();
        return (
            <ExplanationBody
                explanation={{
                    title: answer.title,
                    formula: i18n.t(`reports.explain.${answer.code}` as TextKey),
                    lines: (answer.lines ?? []).map(([label, value]) => ({ label, value })),
                    total: { label: answer.title, value: answer.value },
                    as_of: answer.as_of ? i18n.day(answer.as_of) : null,
                    rows: <Rows rows={answer.rows} />,
                }}
            />
        );
    },
};
