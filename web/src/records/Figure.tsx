// Every number on a screen is shown by <Figure of=…>. What the number means, from what it is made and where its rows are
// is declared once, in figures/; that code is fetched when the first number is opened.
import type { ReactNode } from 'react';
import type { QueryParams } from '../api/client';
import type {
    Account, AccountScore, AskedPeriod, ChurnReason, CohortLine, Concentration, GrowthReport, ImportReport, ImportRun,
    IndicatorValue, LedgerEntry, LossSimulation, OfferingGrowth, PortfolioMap, RetentionGroup, ScoreHistory, ScoreLine,
    SegmentationPreview, TeamLoadItem, TrendPoint, UserLoad, AccountRevenue, WaterfallLine,
} from '../api/types';
import type { ClientTab, ReportSearch, SplitBy } from '../search';
import { Explained } from '../ui/Explain';
import { on_demand } from '../ui/on_demand';

/** What a figure of one client needs to know; a row of a list and the whole record both have it. */
export type AccountFacts = Pick<Account, 'id' | 'revenue_12m' | 'margin_12m' | 'revenue_share_bp' | 'score_bp' | 'last_revenue_on' | 'client_since' | 'first_revenue_on'>;
export type Month = AccountRevenue['months'][number];
export type MapItem = PortfolioMap['items'][number];
export type LargeClient = Concentration['largest'][number];
export type LoadLine = UserLoad['lines'][number];
export type PreviewItem = SegmentationPreview['items'][number];
export type Load = Pick<TeamLoadItem, 'user_id' | 'user_name' | 'points' | 'capacity_points' | 'load_bp'>;
export type ImportCount = 'created' | 'updated' | 'unchanged' | 'refused' | 'rows' | 'accounts_created' | 'offerings_created' | 'without_account';

/** What every figure of a report needs: what was asked and what period the answer is about. */
export interface Asked {
    period: AskedPeriod;
    search: ReportSearch;
}
export type GroupMeasure = 'clients' | 'start' | 'expansion' | 'contraction' | 'churn' | 'end' | 'net' | 'gross' | 'logo';
export type GrowthPart = 'upsell' | 'price' | 'cross_sell' | 'downsell' | 'lost_offerings' | 'net';

/** Where the rows behind an answer are: one client, the file of the report, the clients behind an indicator, a list, a person. */
export type AnswerRows = { client: string; tab?: ClientTab; name: string } | { csv: string } | { asked: Asked; code: string } | { tier: string } | { user: string };
/** A number of the newer reports; what it means stands under `reports.explain.<code>`. */
export interface Answer {
    code: string;
    title: string;
    value: string;
    lines?: [string, string][];
    as_of?: string;
    rows: AnswerRows;
}

export type FigureOf =
    | { figure: 'revenue_12m' | 'margin_12m' | 'share' | 'score' | 'last_revenue' | 'client_since'; account: AccountFacts }
    | { figure: 'total_revenue' | 'total_margin'; amount: string; currency: string; count: number; filters: QueryParams; csv: string }
    | { figure: 'tier'; account_id: string; score: AccountScore }
    | { figure: 'score_line'; score: AccountScore; line: ScoreLine; currency: string }
    | { figure: 'score_then'; account_id: string; item: ScoreHistory['items'][number] }
    | { figure: 'month'; account_id: string; month: Month; currency: string; group: boolean }
    | { figure: 'ledger'; row: LedgerEntry }
    | { figure: 'ledger_sum'; what: 'revenue' | 'cost'; amount: string; currency: string; entries: number; csv: string }
    | { figure: 'loss'; loss: LossSimulation; account_id?: string; month?: string }
    | { figure: 'affected'; loss: LossSimulation; account_id: string }
    | { figure: 'map_x' | 'map_y' | 'map_point'; item: MapItem; currency: string }
    | { figure: 'map_margin'; item: MapItem }
    | { figure: 'top'; count: number; data: Concentration }
    | { figure: 'abc'; data: Concentration }
    | { figure: 'hhi' | 'gini' | 'effective' | 'without_account'; data: Concentration }
    | { figure: 'large_amount' | 'large_share' | 'large_cumulative'; item: LargeClient; data: Concentration }
    | { figure: 'pareto'; rank: number; data: Concentration }
    | { figure: 'load' | 'points_of' | 'capacity'; load: Load }
    | { figure: 'load_then'; load: Load; now: Load }
    | { figure: 'complexity' | 'points'; line: LoadLine }
    | { figure: 'plan_points'; account_id: string; name: string; points: string; user_id: string }
    | { figure: 'preview_kind'; kind: 'up' | 'down' | 'new' | 'same'; preview: SegmentationPreview; pick?(): void }
    | { figure: 'preview_tier'; tier: string; preview: SegmentationPreview; thresholds?: string; pick?(): void }
    | { figure: 'preview_cell'; from: string; to: string; count: number; preview: SegmentationPreview; pick(): void }
    | { figure: 'preview_share_a'; preview: SegmentationPreview }
    | { figure: 'preview_score'; item: PreviewItem }
    | { figure: 'indicator' | 'indicator_clients'; value: IndicatorValue; asked: Asked }
    | { figure: 'indicator_change'; value: IndicatorValue; before: TrendPoint; asked: Asked }
    | { figure: 'indicator_month'; value: IndicatorValue; point: TrendPoint; asked: Asked }
    | { figure: 'unassigned'; amount: string; asked: Asked }
    | { figure: 'waterfall' | 'waterfall_clients'; line: WaterfallLine; asked: Asked }
    | { figure: 'group_part'; measure: GroupMeasure; group: RetentionGroup; by: SplitBy; asked: Asked }
    | { figure: 'leave_reason'; measure: 'clients' | 'amount'; reason: ChurnReason; asked: Asked }
    | { figure: 'cohort_size' | 'cohort'; line: CohortLine; step: number; index: number; cells: 'active' | 'revenue'; asked: Asked }
    | { figure: 'growth'; part: GrowthPart; amount: string; report: GrowthReport; offering?: OfferingGrowth; asked: Asked }
    | { figure: 'answer'; answer: Answer }
    | { figure: 'import_count'; count: ImportCount; run: ImportRun; report: ImportReport | null; final: boolean }
    | { figure: 'import_amount'; currency: string; total: string; run: ImportRun }
    | { figure: 'import_error'; error: ImportReport['errors'][number]; run: ImportRun; final: boolean };

/** The explanation alone, for the marks of a chart. */
export const FigureBody = on_demand<{ of: FigureOf }>(() => import('./figures').then((one) => ({ default: one.FigureBody })));

interface Props {
    of: FigureOf;
    children: ReactNode;
    label?: string;
    quiet?: boolean;
    in_grid?: boolean;
}
export function Figure({ of, children, ...rest }: Props) {
    return (
        <Explained figure={of.figure === 'answer' ? of.answer.code : of.figure} body={() => <FigureBody of={of} />} {...rest}>
            {children}
        </Explained>
    );
}
