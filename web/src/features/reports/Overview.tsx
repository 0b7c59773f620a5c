// All indicators on one page, sorted by the question they answer.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { overview_query } from '../../api/reports';
import type { IndicatorCode, IndicatorOverview } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { Figure, type Asked } from '../../records/Figure';
import { params_of } from '../../records/reports/question';
import { ChartLine } from '../../ui/icons';
import { EmptyState, ErrorNotice, Notice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import { IndicatorCard } from './IndicatorCard';
import { ReportPage, use_question } from './ReportPage';
import classes from './reports.module.css';

const parts: { key: 'retention' | 'movement' | 'dependence' | 'rhythm'; codes: IndicatorCode[] }[] = [
    { key: 'retention', codes: ['net_retention', 'gross_retention', 'logo_retention'] },
    { key: 'movement', codes: ['revenue', 'clients', 'expansion', 'new_business', 'reactivation', 'contraction', 'churn'] },
    { key: 'dependence', codes: ['top_share', 'top_five_share', 'concentration_index', 'existential_clients'] },
    { key: 'rhythm', codes: ['late_clients', 'margin_variation'] },
];

/** Without contracts their sum is no zero: it is not known, for the same reason as the others. */
function known_items(data: IndicatorOverview): IndicatorOverview['items'] {
    const none = data.items.some((one) => one.value.reason === 'no_contracts');
    return none ? data.items.map((one) => (one.value.code === 'revenue' || one.value.code === 'clients' ? { value: { ...one.value, value: null, reason: 'no_contracts' as const }, trend: [] } : one)) : data.items;
}

export function Overview() {
    const i18n = useI18n();
    const { t } = i18n;
    const { search } = use_question();
    const params = params_of(search);
    const answer = useQuery(overview_query(params));
    const { data } = answer;
    const asked: Asked | null = data ? { period: data.period, search } : null;
    const items_known = data ? known_items(data) : [];
    const no_books = data && data.period.base === 'invoices' && data.period.books_end === null;
    return (
        <ReportPage tab="overview" families period={data?.period} file={params}>
            {answer.isError ? <ErrorNotice problem={answer.error} retry={() => void answer.refetch()} /> : null}
            {no_books ? <Panel><EmptyState icon={ChartLine} title={i18n.label('no_value.no_books') ?? ''} text={t('client.no_revenue_text')}><Link to="/import">{t('nav.import')}</Link></EmptyState></Panel> : null}
            {data && asked && !no_books
                ? parts.map(({ key, codes }) => {
                      const items = codes.flatMap((code) => items_known.filter((one) => one.value.code === code));
                      return (
                          <section key={key} className={classes.part} aria-label={t(`reports.part.${key}`)}>
                              <header>
                                  <h2>{t(`reports.part.${key}`)}</h2>
                                  <span className="dim">{t(`reports.part_text.${key}`)}</span>
                              </header>
                              <div className={classes.cards} data-count={items.length}>
                                  {items.map((item) => <IndicatorCard key={item.value.code} value={item.value} trend={item.trend} asked={asked} />)}
                              </div>
                          </section>
                      );
                  })
                : null}
            {!data && !answer.isError ? <div className={classes.cards}>{Array.from({ length: 8 }, (_, index) => <div key={index} className={classes.card} style={{ height: 176 }} />)}</div> : null}
            {data && asked && data.without_account && Number(data.without_account) !== 0 ? (
                <Notice><Figure of={{ figure: 'unassigned', amount: data.without_account, asked }}>{t('reports.without_account', { amount: i18n.money_short({ amount: data.without_account, currency: data.period.currency }) })}</Figure></Notice>
            ) : null}
        </ReportPage>
    );
}
