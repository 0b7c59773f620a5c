// One indicator: its value, what it rests on, the change against a year ago and the course between.
import type { IndicatorValue, TrendPoint } from '../../api/types';
import { month_tick } from '../../i18n/format';
import { useI18n } from '../../i18n/provider';
import { Figure, FigureBody, type Asked } from '../../records/Figure';
import { change_of, indicator_name, indicator_text, number_of, reason_text } from '../../records/reports/words';
import { Trend } from '../../ui/charts';
import { ArrowDown, ArrowUp } from '../../ui/icons';
import classes from './reports.module.css';

export function IndicatorCard({ value, trend, asked }: { value: IndicatorValue; trend: TrendPoint[]; asked: Asked }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { currency } = asked.period;
    const name = indicator_name(i18n, value.code);
    const missing = number_of(value) === null;
    const before = trend[0];
    const change = before ? change_of(i18n, value, before, currency) : null;
    const known = trend.filter((point) => number_of(point) !== null).length;
    return (
        <article className={classes.card} aria-label={name}>
            <h3>{name}</h3>
            <div className={classes.value} data-missing={missing}>
                <Figure of={{ figure: 'indicator', value, asked }}>{indicator_text(i18n, value, currency)}</Figure>
            </div>
            {missing ? (
                <p className={classes.change}>{reason_text(i18n, value.reason)}</p>
            ) : (
                <div className={classes.change}>
                    {change && before ? (
                        <>
                            <Figure quiet of={{ figure: 'indicator_change', value, before, asked }}>
                                <span className={classes.delta} data-tone={change.tone}>
                                    {change.direction === 'up' ? <ArrowUp size={13} aria-hidden /> : change.direction === 'down' ? <ArrowDown size={13} aria-hidden /> : null}
                                    {change.text}
                                </span>
                            </Figure>
                            <span>{t('reports.against', { month: i18n.month(before.month) })}</span>
                        </>
                    ) : (
                        <span>{t('reports.no_before')}</span>
                    )}
                </div>
            )}
            {known > 1 ? (
                <div className={classes.trend}>
                    <Trend
                        label={t('reports.trend_of', { name })}
                        guide={value.code === 'net_retention' ? 10_000 : undefined}
                        points={trend.map((point) => ({
                            key: point.month,
                            value: number_of(point),
                            tick: month_tick(point.month),
                            tip: [i18n.month(point.month), indicator_text(i18n, { ...point, unit: value.unit }, currency)],
                        }))}
                        explain={(mark) => {
                            const point = trend.find((one) => one.month === mark.key);
                            return point ? <FigureBody of={{ figure: 'indicator_month', value, point, asked }} /> : null;
                        }}
                    />
                </div>
            ) : null}
            {missing ? null : (
                <div className={classes.under}>
                    <Figure quiet of={{ figure: 'indicator_clients', value, asked }}>{value.unit !== 'money' && value.code !== 'clients' ? t('reports.from_clients', { count: value.clients }) : t('reports.clients', { count: value.clients })}</Figure>
                </div>
            )}
        </article>
    );
}
