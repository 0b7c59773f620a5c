// What growth of the clients of the start is made of: quantities, prices, products. Asked only when wanted.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { growth_query } from '../../api/reports';
import type { GrowthReport, OfferingGrowth } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { Figure, type Asked, type GrowthPart } from '../../records/Figure';
import { params_of } from '../../records/reports/question';
import { reason_text, signed } from '../../records/reports/words';
import { ErrorNotice, Notice } from '../../ui/notices';
import { Panel, Scroll } from '../../ui/Page';
import { use_question } from './ReportPage';
import classes from './reports.module.css';

const parts = ['upsell', 'price', 'cross_sell', 'downsell', 'lost_offerings'] as const;
const is_loss = (part: GrowthPart) => part === 'downsell' || part === 'lost_offerings';

export function Growth({ asked }: { asked: Asked }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { search, change } = use_question();
    const wanted = search.growth === true;
    const answer = useQuery(growth_query(params_of(search), wanted));
    const report = wanted ? answer.data : undefined;
    if (!wanted) {
        return (
            <div className="no-print">
                <Panel title={t('reports.growth')} note={t('reports.growth_note')}>
                    <div className="row wrap apart">
                        <span className="dim">{t('reports.growth_ask')}</span>
                        <Button variant="default" onClick={() => change({ growth: true })}>{t('reports.growth_show')}</Button>
                    </div>
                </Panel>
            </div>
        );
    }
    return (
        <Panel title={t('reports.growth')} note={t('reports.growth_note')}>
            {answer.isError ? <ErrorNotice problem={answer.error} retry={() => void answer.refetch()} /> : null}
            {answer.isPending ? <div style={{ height: 180 }} /> : null}
            {report?.reason ? <Notice>{reason_text(i18n, report.reason)}</Notice> : null}
            {report && !report.reason ? <Split report={report} asked={asked} /> : null}
        </Panel>
    );
}

function Split({ report, asked }: { report: GrowthReport; asked: Asked }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { currency } = report.period;
    const text = (part: GrowthPart, amount: string) => {
        if (Number(amount) === 0) return <span className="dim">0</span>;
        const money = i18n.money_short({ amount, currency });
        return is_loss(part) ? `−${money}` : signed(Number(amount), money);
    };
    const most = Math.max(1, ...parts.map((part) => Math.abs(Number(report[part]))));
    const figure = (part: GrowthPart, amount: string, offering?: OfferingGrowth) => (
        <Figure quiet={offering !== undefined} of={{ figure: 'growth', part, amount, report, offering, asked }}>{text(part, amount)}</Figure>
    );
    return (
        <div className="column loose">
            <dl className={classes.bars}>
                {parts.map((part) => (
                    <GrowthLine key={part} name={t(`reports.growth.${part}`)} size={Math.abs(Number(report[part])) / most} loss={is_loss(part) || Number(report[part]) < 0}>{figure(part, report[part])}</GrowthLine>
                ))}
                <dt className="strong">{t('reports.growth.net')}</dt>
                <dd />
                <dd className="strong">{figure('net', report.net)}</dd>
            </dl>
            {report.items.length ? (
                <Scroll label={t('reports.by_offering')}>
                    <table className="table">
                        <caption className="visually-hidden">{t('reports.by_offering')}</caption>
                        <thead>
                            <tr>
                                <th>{t('reports.offering')}</th>
                                {parts.map((part) => <th key={part} className="right">{t(`reports.growth.${part}`)}</th>)}
                            </tr>
                        </thead>
                        <tbody>
                            {report.items.map((offering) => (
                                <tr key={offering.offering_id ?? ''}>
                                    <td>{offering.name || t('reports.no_offering')}</td>
                                    {parts.map((part) => <td key={part} className="right number">{figure(part, offering[part], offering)}</td>)}
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </Scroll>
            ) : null}
        </div>
    );
}

function GrowthLine({ name, size, loss, children }: { name: string; size: number; loss: boolean; children: ReactNode }) {
    return (
        <>
            <dt>{name}</dt>
            <dd className={classes.track} data-loss={loss} aria-hidden="true"><i style={{ width: `${size * 100}%` }} /></dd>
            <dd>{children}</dd>
        </>
    );
}
