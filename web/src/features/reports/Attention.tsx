// Whether attention goes where the margin comes from: the share of each tier in the cost of care beside its share of margin.
import { useQuery } from '@tanstack/react-query';
import { url_of } from '../../api/client';
import type { AttentionReport } from '../../api/types';
import { attention_query } from '../../api/reports';
import { useI18n } from '../../i18n/provider';
import { FigureBody, type Answer } from '../../records/Figure';
import { Files } from '../../records/reports/Files';
import { params_of, without_family } from '../../records/reports/question';
import { reason_text } from '../../records/reports/words';
import { StateMark, TierBadge } from '../../ui/badges';
import { Pairs } from '../../ui/charts';
import { EmptyState, ErrorNotice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { use_question } from './ReportPage';
import { Cell, Tile } from './Tile';
import classes from './reports.module.css';

export function Attention() {
    const i18n = useI18n();
    const { t } = i18n;
    const { search } = use_question();
    const params = params_of(without_family(search));
    const answer = useQuery(attention_query(params));
    return (
        <section className={classes.part} aria-label={t('reports.attention.title')}>
            <header>
                <h2>{t('reports.attention.title')}</h2>
                <span className="dim">{t('reports.attention.title_note')}</span>
                <Files name="attention" params={params} say={t('reports.attention.title')} />
            </header>
            {answer.isError ? <ErrorNotice problem={answer.error} retry={() => void answer.refetch()} /> : null}
            {answer.data ? <AttentionBody data={answer.data} csv={url_of('/reports/attention/file', { ...params, format: 'csv', language: i18n.language })} /> : null}
        </section>
    );
}

const marks = { under: 'warn', balanced: 'good', over: 'bad' } as const;

export function AttentionBody({ data, csv }: { data: AttentionReport; csv: string }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { currency, as_of } = data.period;
    const money = (amount: string | null) => (amount === null ? t('value.unknown') : i18n.money({ amount, currency }, true));
    const short = (amount: string | null) => (amount === null ? null : i18n.money_short({ amount, currency }));
    const share = (value: number | null) => (value === null ? '–' : i18n.percent(value));
    const made = (code: string, title: string, value: string, lines: [string, string][] = []): Answer => ({ code, title, value, lines, as_of, rows: { csv } });
    const name = (tier: string | null) => tier ?? t('reports.attention.without');
    const line_answer = (line: AttentionReport['lines'][number]) =>
        made('attention_balance', name(line.tier), line.balance_bp === null ? t('value.unknown') : i18n.number(line.balance_bp / 10_000, 2), [
            [t('reports.attention.cost_share'), share(line.cost_share_bp)],
            [t('reports.attention.margin_share'), share(line.margin_share_bp)],
        ]);
    return (
        <>
            {data.reason ? <Panel><EmptyState title={t('reports.attention.none')} text={reason_text(i18n, data.reason)} /></Panel> : null}
            {data.lines.length && !data.reason ? (
                <div className="halves">
                    <Panel title={t('reports.attention.chart')}>
                        <Pairs
                            label={t('reports.attention.chart')}
                            axis={(value) => i18n.percent(value, 0)}
                            legend={[t('reports.attention.cost_share'), t('reports.attention.margin_share')]}
                            pairs={data.lines.map((line) => ({
                                key: line.tier ?? 'none',
                                values: [line.cost_share_bp ?? 0, line.margin_share_bp ?? 0],
                                texts: [line.cost_share_bp, line.margin_share_bp].map((one) => (one === null ? '–' : i18n.percent(one, 0))) as [string, string],
                                tick: name(line.tier),
                                tip: [name(line.tier), `${t('reports.attention.cost_share')}: ${share(line.cost_share_bp)}`, `${t('reports.attention.margin_share')}: ${share(line.margin_share_bp)}`],
                            }))}
                            explain={(mark) => {
                                const line = data.lines.find((one) => (one.tier ?? 'none') === mark.key);
                                return line ? <FigureBody of={{ figure: 'answer', answer: line_answer(line) }} /> : null;
                            }}
                        />
                    </Panel>
                    <Panel flush title={t('reports.attention.table')}>
                        <table className="table">
                            <thead><tr><th>{t('reports.renewals.tier')}</th><th className="right">{t('reports.group.clients')}</th><th className="right">{t('reports.attention.cost')}</th><th className="right">{t('reports.care.margin')}</th><th>{t('reports.attention.verdict')}</th></tr></thead>
                            <tbody>
                                {data.lines.map((line) => (
                                    <tr key={line.tier ?? 'none'}>
                                        <td><TierBadge tier={line.tier} /></td>
                                        <Cell answer={made('attention_clients', name(line.tier), i18n.number(line.clients))} shown={i18n.number(line.clients)} />
                                        <Cell answer={made('attention_cost', t('reports.attention.cost'), money(line.care_cost), [[t('reports.share'), share(line.cost_share_bp)]])} shown={short(line.care_cost) ?? ''} />
                                        <Cell answer={made('attention_margin', t('reports.care.margin'), money(line.margin), [[t('reports.share'), share(line.margin_share_bp)]])} shown={short(line.margin) ?? ''} />
                                        <td>{line.verdict ? <StateMark kind={marks[line.verdict]}>{t(`reports.attention.verdict.${line.verdict}`)}</StateMark> : <span className="dim">–</span>}</td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </Panel>
                </div>
            ) : null}
            {data.reason ? null : (
                <div className={classes.rates}>
                    <Tile answer={made('attention_win', t('reports.attention.win'), money(data.cost_to_win), [[t('reports.attention.acquisition'), money(data.acquisition_cost)], [t('reports.attention.won'), i18n.number(data.clients_won ?? 0)]])} shown={short(data.cost_to_win)} />
                    <Tile answer={made('attention_keep', t('reports.attention.keep'), money(data.cost_to_keep), [[t('reports.attention.cost'), money(data.care_cost)], [t('reports.attention.kept'), i18n.number(data.clients_kept ?? 0)]])} shown={short(data.cost_to_keep)} />
                    <Tile answer={made('attention_ratio', t('reports.attention.ratio'), data.ratio === null ? t('value.unknown') : i18n.number(data.ratio, 2))} shown={data.ratio === null ? null : t('reports.attention.times', { value: i18n.number(data.ratio, 1) })} note={data.ratio === null ? reason_text(i18n, data.ratio_reason) : t('reports.attention.ratio_note')} />
                    <Tile answer={made('attention_acquisition', t('reports.attention.acquisition'), money(data.acquisition_cost), [[t('reports.share'), share(data.acquisition_share_bp)]])} shown={short(data.acquisition_cost)} note={data.acquisition_share_bp === null ? null : t('reports.attention.of_all', { share: share(data.acquisition_share_bp) })} />
                </div>
            )}
        </>
    );
}
