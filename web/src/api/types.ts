// The shapes of the HTTP API that screens use. Decimals are exact strings, days and months civil dates,
// ratios integer basis points; null means "not known", never zero.

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

export interface Warning {
    field: string;
    code: string;
    message?: string;
}

export interface Account {
    id: string;
    version: number;
    code: string | null;
    name: string;
    legal_name: string | null;
    reg_no: string | null;
    vat_no: string | null;
    country: string | null;
    legal_form: string | null;
    parent_id: string | null;
    parent_name?: string | null;
    lifecycle: Lifecycle;
    tier: Tier | null;
    care_model: string | null;
    industry_code: string | null;
    size_band: string | null;
    website: string | null;
    email: string | null;
    phone: string | null;
    street: string | null;
    city: string | null;
    postal_code: string | null;
    default_currency: string | null;
    payment_terms_days: number | null;
    client_since: string | null;
    left_on: string | null;
    leave_reason_code: string | null;
    leave_competitor?: string | null;
    description: string | null;
    business_model: string | null;
    confidential: boolean;
    complexity_override: string | null;
    complexity_override_reason: string | null;
    archived?: boolean;
    lead_id: string | null;
    lead_name: string | null;
    deputy_id: string | null;
    deputy_name: string | null;
    revenue_12m: string | null;
    margin_12m: string | null;
    revenue_share_bp: number | null;
    score_bp: number | null;
    proposed_tier?: Tier | null;
    first_revenue_on: string | null;
    last_revenue_on: string | null;
    created_at: string;
    updated_at: string;
    warnings?: Warning[];
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

export interface RevenueMonth {
    month: string;
    revenue: string;
    cost: string;
    margin: string;
    entries: number;
}
export interface AccountRevenue {
    currency: string;
    as_of: string | null;
    months: RevenueMonth[];
    rates_missing: { currency: string; month: string }[];
    group: boolean;
}

export interface Contact {
    id: string;
    version: number;
    account_id: string;
    account_name?: string | null;
    first_name: string | null;
    last_name: string;
    title_before: string | null;
    title_after: string | null;
    salutation_vocative: string | null;
    position: string | null;
    position_level: string | null;
    email: string | null;
    phone: string | null;
    language: string | null;
    status: string;
    left_on: string | null;
    linkedin_url: string | null;
    source: string | null;
    gdpr_basis: string | null;
    archived?: boolean;
}

export interface HistoryItem {
    at: string;
    actor_id: string | null;
    actor_name: string | null;
    origin: string;
    action: string;
    changes: { field: string; before: unknown; after: unknown }[];
}

export interface LedgerEntry {
    id: string;
    version: number;
    account_id: string | null;
    offering_id: string | null;
    offering_name?: string | null;
    entry_kind: string;
    document_no: string | null;
    line_no: number | null;
    document_date: string;
    service_month: string | null;
    quantity: string | null;
    unit_price: string | null;
    amount: string;
    currency: string;
    recurring: boolean;
    description: string | null;
}

export interface Assignment {
    id: string;
    version: number;
    account_id: string;
    account_name?: string | null;
    user_id: string;
    user_name?: string | null;
    role: AssignmentRole;
    from_on: string;
    to_on: string | null;
    allocation_bp: number;
    over_capacity_reason: string | null;
    risk_expires_on: string | null;
}

export interface TeamLoadItem {
    user_id: string;
    user_name: string;
    active: boolean;
    accounts: number;
    complex_accounts: number;
    points: string;
    capacity_points: string;
    load_bp: number | null;
    band: LoadBand;
    absent: boolean;
}
export interface TeamLoad {
    as_of: string;
    items: TeamLoadItem[];
    unassigned_accounts: number;
}
export interface UserLoad {
    user_id: string;
    user_name: string;
    points: string;
    capacity_points: string;
    load_bp: number | null;
    band: LoadBand;
    lines: {
        account_id: string;
        account_name: string;
        tier: Tier | null;
        role: AssignmentRole;
        complexity: string;
        allocation_bp: number;
        role_factor: string;
        points: string;
        reasons: { code: string; points: string; count?: number }[];
    }[];
}
export interface LoadState {
    points: string;
    load_bp: number | null;
    band: LoadBand;
    capacity_points?: string;
}
export interface LoadPreview {
    items: { user_id: string; user_name: string; before: LoadState; after: LoadState }[];
}

export interface User {
    id: string;
    version: number;
    full_name: string;
    email: string;
    locale: string | null;
    roles: Role[];
    active: boolean;
    capacity_points: string | null;
    weekly_hours_on_care: string | null;
    last_seen_at: string | null;
    invitation_url?: string;
}

export interface Workspace {
    id: string;
    version: number;
    name: string;
    base_currency: string;
    timezone: string;
    locale: string;
    fiscal_year_start_month: number;
    business_preset: string | null;
    fixed_monthly_costs: string | null;
    cash_reserve: string | null;
    overload_gate: boolean;
}

export interface ExchangeRate {
    id: string;
    version: number;
    valid_on: string;
    currency: string;
    /** The rate holds for this many units of the currency. */
    units: number;
    rate: string;
    source: string;
    list_no: string | number | null;
}

export type ImportKind = 'accounts' | 'contacts' | 'invoices';
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
    errors: { code: string; field: string | null; count: number; first_row: number; example: string; refuses?: boolean; message?: string }[];
    sample?: {
        row: number;
        outcome: 'created' | 'updated' | 'unchanged' | 'refused';
        values: Record<string, unknown>;
        errors: { field?: string | null; code: string; refuses?: boolean; message?: string }[];
    }[];
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

export interface Band {
    from: string | null;
    to: string | null;
    points: number;
}
export interface Criterion {
    code: string;
    label: string | null;
    source: 'computed' | 'judged' | 'field';
    measure: string;
    /** The account's field; only for `account_field`. */
    field?: string;
    weight: number;
    direction: 1 | -1;
    bands: Band[];
}
export interface SegmentationModel {
    id: string;
    version: number;
    name: string;
    model_version: number;
    status: 'draft' | 'published' | 'retired';
    published_at: string | null;
    criteria: Criterion[];
    threshold_a: number;
    threshold_b: number;
    threshold_c: number;
    max_share_a_bp: number;
    window_months: number;
}
export interface SegmentationPreview {
    accounts: number;
    changes: { up: number; down: number; same: number; new: number };
    matrix: { from: string; to: string; count: number }[];
    tiers: Record<string, number>;
    share_a_bp: number | null;
    share_a_warning: boolean;
    items: {
        account_id: string;
        name: string;
        from: string | null;
        to: string | null;
        score_before_bp: number | null;
        score_bp: number | null;
    }[];
    incomplete: number;
    existential?: number;
    margin_is_revenue?: boolean;
    as_of: string | null;
}
export interface ScoreLine {
    criterion: string;
    label: string | null;
    source: string;
    value: string | null;
    value_kind: string;
    value_reason: string | null;
    percentile_bp: number | null;
    points_bp: number | null;
    weight: number;
    contribution_bp: number | null;
    stale: boolean;
    judged_by: string | null;
    judged_by_name?: string | null;
    judged_on: string | null;
    judgement_reason: string | null;
}
export interface AccountScore {
    account_id: string;
    as_of: string | null;
    model_version: number;
    total_bp: number | null;
    low_bp: number | null;
    high_bp: number | null;
    proposed_tier: Tier | null;
    tier: Tier | null;
    incomplete: boolean;
    existential?: boolean;
    known_weight_bp: number | null;
    lines: ScoreLine[];
    override: null | {
        tier: Tier;
        reason: string;
        decided_by_name: string | null;
        decided_on: string;
        review_on: string | null;
    };
}
export interface Judgement {
    id: string;
    account_id: string;
    criterion: string;
    value: string;
    reason: string;
    judged_by_id: string;
    judged_by_name?: string | null;
    judged_on: string;
}
export interface TierDecision {
    id: string;
    account_id: string;
    account_name?: string | null;
    from_tier: Tier | null;
    to_tier: Tier;
    care_model: string | null;
    reason: string | null;
    decided_by_id: string;
    decided_by_name?: string | null;
    decided_on: string;
    review_on: string | null;
    overrides_score: boolean;
}

export interface PortfolioMap {
    currency: string;
    as_of: string | null;
    thresholds: { x_bp: number; y_bp: number };
    items: {
        account_id: string;
        name: string;
        tier: Tier | null;
        lead_name: string | null;
        x_bp: number | null;
        y_bp: number | null;
        size: string | null;
        x_reason: unknown;
        y_reason: unknown;
    }[];
    truncated?: boolean;
}
export interface Concentration {
    currency: string;
    from: string | null;
    to: string | null;
    /** No direct costs are recorded, so margin equals revenue. */
    margin_is_revenue?: boolean;
    clients: number;
    excluded: { account_id: string; name: string; amount: string | null; reason: string }[];
    total: string;
    top: { k: number; share_bp: number | null }[];
    top_percent: { percent: number; clients: number; share_bp: number | null }[];
    hhi: string | null;
    effective_clients: string | null;
    gini: string | null;
    abc: { a: number; b: number; c: number };
    largest: {
        account_id: string;
        name: string;
        amount: string;
        share_bp: number | null;
        cumulative_bp: number | null;
        class: string;
        existential: boolean;
    }[];
    pareto: { rank: number; cumulative_bp: number }[];
    without_account: string | null;
}
export interface LossSimulation {
    currency: string;
    on: string;
    share_bp: number | null;
    monthly_margin_before: string | null;
    monthly_margin_after: string | null;
    fixed_monthly_costs: string | null;
    cash_reserve: string | null;
    months_until_loss: number | null;
    no_threat: boolean;
    reason: string | null;
    existential: boolean;
    existential_reasons: string[];
    margin_is_revenue?: boolean;
    timeline: { month: string; reserve_before: string; reserve_after: string }[];
    affected: { lead_name: string | null; contacts: number; offerings: number; manager_points: string | null };
}
export interface SearchItem {
    kind: 'account' | 'contact' | 'user';
    id: string;
    title: string;
    subtitle: string | null;
    account_id: string | null;
}
export interface SampleState {
    state: string;
    rows?: number;
    total?: number;
}
