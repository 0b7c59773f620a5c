// The shapes of the reports on care, as the description of the server will say them.
// FIXME: take them from schema.d.ts once /reports/care_return, /reports/attention and /reports/suitability stand in docs/openapi.json.
import type { AskedPeriod } from './types';

export interface CareReturnReport {
    period: AskedPeriod;
    reason: string | null;
    verdict: 'pays' | 'loses' | 'indistinct' | 'no_sense' | 'no_cost' | null;
    return_bp: number | null;
    net: string | null;
    break_even_bp: number | null;
    payback_months: string | null;
    retained: string | null;
    expanded: string | null;
    referral: string | null;
    benefit: string | null;
    cost: string | null;
    margin: string | null;
    before_return_bp: number | null;
    before_net: string | null;
    negative_twice: boolean;
    clients_negative_twice: number;
    basis: 'comparison' | 'assumption';
    lift_retention_bp: number;
    lift_growth_bp: number;
    assumed_retention_bp: number;
    assumed_growth_bp: number;
    referral_margin: string;
    attribution_bp: number;
    cost_source: 'ledger' | 'parameter';
    tiers: ('A' | 'B' | 'C' | 'D')[];
    comparison_least: number;
    band_from: string | null;
    band_to: string | null;
    margin_is_revenue: boolean;
    unknown: number;
    costs_without_rate: number;
    estimates: CareEstimateLine[];
    arms: CareArmLine[];
    items: CareClient[];
    total: number;
}
export interface CareEstimateLine {
    estimate: 'low' | 'base' | 'high';
    benefit: string;
    cost: string;
    net: string;
    return_bp: number | null;
}
export interface CareArmLine {
    arm: 'programme' | 'comparison';
    clients: number;
    start: string;
    end: string;
    retention_bp: number | null;
    retention_error: string | null;
    expansion_bp: number | null;
    expansion_error: string | null;
}
export interface CareClient {
    account_id: string;
    name: string;
    tier: 'A' | 'B' | 'C' | 'D' | null;
    margin: string;
    change: string | null;
    benefit: string | null;
    cost: string | null;
    net: string | null;
    negative_twice: boolean;
}
export interface AttentionReport {
    period: AskedPeriod;
    reason: string | null;
    care_cost: string | null;
    care_without_account: string | null;
    acquisition_cost: string | null;
    acquisition_share_bp: number | null;
    margin: string | null;
    clients_won: number | null;
    clients_kept: number | null;
    cost_to_win: string | null;
    cost_to_keep: string | null;
    ratio: string | null;
    ratio_reason: string | null;
    unknown: number;
    costs_without_rate: number;
    margin_is_revenue: boolean;
    lines: AttentionLine[];
}
export interface AttentionLine {
    tier: 'A' | 'B' | 'C' | 'D' | null;
    clients: number;
    care_cost: string;
    cost_share_bp: number | null;
    margin: string;
    margin_share_bp: number | null;
    balance_bp: number | null;
    verdict: 'under' | 'balanced' | 'over' | null;
}
export interface SuitabilityReport {
    period: AskedPeriod;
    reason: string | null;
    clients: number | null;
    margin: string | null;
    promote: number | null;
    demote: number | null;
    freed: string | null;
    unknown_potential: number | null;
    lift_retention_bp: number;
    win_bp: number;
    rate: string;
    hours_a: string;
    hours_b: string;
    hours_c: string;
    hours_d: string;
    margin_is_revenue: boolean;
    unknown: number;
    costs_without_rate: number;
    segments: SuitabilitySegment[];
    proposals: ProposalLine[];
    items: SuitabilityItem[];
}
export interface SuitabilitySegment {
    key: string | null;
    clients: number;
    margin: string;
    median_margin: string;
    verdict: 'one_by_one' | 'automate';
}
export interface ProposalLine {
    proposal: 'dedicated' | 'pooled' | 'automated';
    clients: number;
    margin: string;
    uplift: string;
    cost: string;
}
export interface SuitabilityItem {
    account_id: string;
    name: string;
    tier: 'A' | 'B' | 'C' | 'D' | null;
    care_model: 'dedicated' | 'pooled' | 'automated' | null;
    margin: string;
    potential_points: string | null;
    complexity: string;
    uplift: string;
    cost: string;
    break_even_margin: string | null;
    proposal: 'dedicated' | 'pooled' | 'automated';
    differs: boolean;
    freed: string;
    reasons: ('worth_it' | 'covered' | 'costs_more' | 'is_complex' | 'large_share' | 'simple' | 'mass_segment' | 'unknown_potential' | 'without_tier')[];
}
