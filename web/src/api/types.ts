// The shapes of the HTTP API that screens use, taken from the description which the server gives of itself
// (docs/openapi.json → schema.d.ts). Decimals are exact strings, days and months civil dates, ratios integer basis
// points; null means "not known", never zero.
import type { components } from './schema';

type Schemas = components['schemas'];

export type Account = Schemas['account'] & { warnings?: Warning[] };
export type AccountRevenue = Schemas['revenue_by_month'];
export type Contact = Schemas['contact'];
export type Offering = Schemas['offering'];
export type Contract = Schemas['contract'];
export type Entitlement = Schemas['entitlement'];
export type LedgerEntry = Schemas['ledger_entry'];
export type LedgerSummary = Schemas['ledger_summary'];
export type Assignment = Schemas['account_assignment'];
export type TeamLoad = Schemas['team_load'];
export type TeamLoadItem = Schemas['team_load_item'];
export type UserLoad = Schemas['user_load'];
export type LoadPreview = Schemas['load_preview'];
export type User = Schemas['user'] & { invitation_url?: string };
export type Workspace = Schemas['workspace'];
export type ExchangeRate = Schemas['exchange_rate'];
export type SegmentationModel = Schemas['segmentation_model'];
export type Criterion = Schemas['criterion'];
export type Band = Schemas['band'];
export type SegmentationPreview = Schemas['segmentation_preview'];
export type AccountScore = Schemas['score_explanation'];
export type ScoreHistory = Schemas['score_history'];
export type ScoreLine = Schemas['score_line'];
export type Judgement = Schemas['account_judgement'];
export type TierDecision = Schemas['tier_decision'];
export type PortfolioMap = Schemas['portfolio_map'];
export type Concentration = Schemas['concentration'];
export type LossSimulation = Schemas['loss_simulation'];
export type SampleState = Schemas['sample_state'];
export type SearchItem = Schemas['search_hit'];
export type AskedPeriod = Schemas['asked_period'];
export type IndicatorOverview = Schemas['overview'];
export type IndicatorValue = Schemas['indicator_value'];
export type IndicatorCode = IndicatorValue['code'];
export type IndicatorReport = Schemas['indicator_report'];
export type IndicatorRows = Schemas['indicator_rows'];
export type TrendPoint = Schemas['trend_point'];
export type RetentionReport = Schemas['retention_report'];
export type RetentionGroup = Schemas['retention_group'];
export type WaterfallLine = Schemas['waterfall_line'];
export type CohortLine = Schemas['cohort_line'];
export type ChurnReason = Schemas['churn_reason'];
export type GrowthReport = Schemas['growth_report'];
export type OfferingGrowth = Schemas['offering_growth'];
export type RenewalsReport = Schemas['renewals_report'];
export type Renewal = Schemas['renewal'];
export type RenewalMonth = Schemas['renewal_month'];
export type ValueReport = Schemas['value_report'];
export type CareReturnReport = Schemas['care_return_report'];
export type AttentionReport = Schemas['attention_report'];
export type SuitabilityReport = Schemas['suitability_report'];
export type SavedReport = Schemas['saved_report'];
export type ValueCard = Schemas['value_card'];
export type ValueComponent = Schemas['value_component'];
export type WhatIf = Schemas['what_if'];
export type WhatIfReport = Schemas['what_if_report'];

/** Something doubtful that did not stop the record from being saved. */
export interface Warning {
    field: string;
    code: string;
    message?: string;
}

export type Tier = 'A' | 'B' | 'C' | 'D';
export type Lifecycle = 'prospect' | 'onboarding' | 'active' | 'at_risk' | 'leaving' | 'former';
export type Role = 'account_manager' | 'head_of_accounts' | 'owner' | 'colleague' | 'analyst' | 'admin';
export type LoadBand = 'green' | 'amber' | 'red';
export type AssignmentRole =
    | 'lead' | 'deputy' | 'executive_sponsor' | 'delivery' | 'support' | 'finance' | 'analyst';

export interface Page<T> {
    items: T[];
    next: string | null;
    total?: number | null;
}

export interface Session {
    user: { id: string; full_name: string; email: string; roles: Role[]; locale: string | null };
    csrf_token: string;
    workspace: {
        id: string;
        name: string;
        base_currency: string;
        locale: string;
        timezone: string;
        business_preset: string | null;
    };
    permissions: Record<string, string>;
    has_accounts: boolean;
    has_sample: boolean;
    today: string;
}

export interface AccountSummary {
    count: number;
    by_tier: Record<string, number>;
    by_lifecycle: Record<string, number>;
    revenue_12m: string | null;
    margin_12m: string | null;
    /** Absent when the firm's own currency is meant. */
    currency?: string;
    as_of?: string | null;
}

export interface HistoryItem {
    at: string;
    actor_id: string | null;
    actor_name: string | null;
    origin: string;
    action: string;
    changes: { field: string; before: unknown; after: unknown }[];
}

export type ImportKind = 'accounts' | 'contacts' | 'contracts' | 'invoices';
export interface ImportColumn {
    index: number;
    header: string;
    samples: string[];
    type: string;
    blank_bp: number;
    field: string | null;
    confidence_bp: number | null;
    reason: { code: string; params: Record<string, string | number> } | null;
}
/** A client whom a file would found; whom it may be in truth (without an id: another new one of the file). */
export interface NewClient {
    name: string;
    code: string;
    reg_no: string;
    resembles: { id: string | null; name: string } | null;
}
export interface ImportReport {
    rows: number;
    created: number;
    updated: number;
    unchanged: number;
    refused: number;
    accounts_created?: number;
    offerings_created?: number;
    without_account?: number;
    amounts?: { currency: string; total: string }[];
    errors: { code: string; field: string | null; count: number; first_row: number; example: string; refuses?: boolean; kept?: boolean; message?: string }[];
    sample?: {
        row: number;
        outcome: 'created' | 'updated' | 'unchanged' | 'refused';
        values: Record<string, unknown>;
        errors: { field?: string | null; code: string; refuses?: boolean; kept?: boolean; message?: string }[];
    }[];
    /** Those who may be known already first; the first hundred. */
    new_clients?: NewClient[];
}
export interface ImportOptions {
    date_order?: string | null;
    decimal?: string | null;
    currency?: string | null;
    create_accounts?: boolean;
    create_offerings?: boolean;
    account_match?: string;
}
export interface ImportRun {
    id: string;
    version: number;
    kind: ImportKind;
    file_name: string;
    state: 'uploaded' | 'mapped' | 'previewed' | 'running' | 'done' | 'failed' | 'cancelled';
    bytes: number;
    encoding: string;
    encoding_guesses: { name: string; confidence_bp: number }[];
    delimiter: string;
    has_header: boolean;
    rows: number;
    columns: ImportColumn[];
    /** Of the targets with the same `one_of` at least one is needed. */
    targets: { field: string; required: boolean; one_of?: string; kind: string }[];
    options: ImportOptions;
    questions: { code: string; column: number | null; examples: string[]; choices: string[] }[];
    report: ImportReport | null;
    failure?: string | null;
    progress: { rows: number; total: number } | null;
    created_at: string;
    created_by?: string | null;
    created_by_name?: string | null;
}
