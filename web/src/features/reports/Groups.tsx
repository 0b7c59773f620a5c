// The same retention by group: who kept what.
import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { RetentionGroup, RetentionReport } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { Figure, type Asked, type GroupMeasure } from '../../records/Figure';
import { narrowed } from '../../records/reports/question';
import { part_text } from '../../records/reports/words';
import { Chip, Chips } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { use_question } from './ReportPage';

const amounts = ['start', 'expansion', 'contraction', 'churn', 'end'] as const;
const rates = ['net', 'gross', 'logo'] as const;

export function Groups({ data, asked }: { data: RetentionReport; asked: Asked }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { search, change } = use_question();
    const { by } = search;
    if (!data.waterfall.length) return null;
    if (!by) {
        return (
            <Panel title={t('reports.groups')}>
                <div className="row wrap no-print">
                    <span className="dim">{t('reports.groups_ask')}</span>
                    <Chips label={t('reports.ask.by')}>
                        {(['manager', 'tier', 'country', 'size_band'] as const).map((one) => <Chip key={one} pressed={false} onClick={() => change({ by: one })}>{i18n.label(`split_by.${one}`) ?? one}</Chip>)}
                    </Chips>
                </div>
            </Panel>
        );
    }
    const cell = (group: RetentionGroup, measure: GroupMeasure, text: ReactNode, className = '') => (
        <td key={measure} className={`right number ${className}`}><Figure quiet of={{ figure: 'group_part', measure, group, by, asked }}>{text}</Figure></td>
    );
    const money = (amount: string) => (Number(amount) === 0 ? <span className="dim">0</span> : i18n.money_short({ amount, currency: data.period.currency }));
    const share = (value: number | null) => (value === null ? t('value.unknown') : i18n.percent(value, 1, 1));
    return (
        <Panel flush title={t('reports.groups')} note={t('reports.groups_by', { by: i18n.label(`split_by.${by}`) ?? by })}>
            <table className="table">
                <thead>
                    <tr>
                        <th>{t('reports.group')}</th>
                        <th className="right">{t('reports.group.clients')}</th>
                        {amounts.map((one) => <th key={one} className="right">{t(`reports.group.${one}`)}</th>)}
                        {rates.map((one) => <th key={one} className="right">{t(`reports.group.${one}`)}</th>)}
                    </tr>
                </thead>
                <tbody>
                    {data.groups.map((group) => (
                        <tr key={group.key ?? ''}>
                            <td><Link to="/reports/retention" search={narrowed(search, by, group.key)} title={t('reports.narrow', { what: part_text(i18n, by, group.key, group.name) })}>{part_text(i18n, by, group.key, group.name)}</Link></td>
                            {cell(group, 'clients', i18n.number(group.clients))}
                            {amounts.map((one) => cell(group, one, <>{Number(group[one]) === 0 || one === 'start' || one === 'end' ? '' : one === 'expansion' ? '+' : '−'}{money(group[one])}</>))}
                            {cell(group, 'net', share(group.net_bp), 'strong')}
                            {cell(group, 'gross', share(group.gross_bp))}
                            {cell(group, 'logo', share(group.logo_bp))}
                        </tr>
                    ))}
                </tbody>
            </table>
        </Panel>
    );
}
