// Segmentation models: what is sent to the server, and the model a new firm begins with.
import type { SegmentationModel } from '../api/types';

export type ModelBody = Omit<SegmentationModel, 'id' | 'version' | 'model_version' | 'status' | 'published_at'>;

export function body_of(model: ModelBody): ModelBody {
    const { name, criteria, threshold_a, threshold_b, threshold_c, max_share_a_bp, window_months } = model;
    return { name, criteria, threshold_a, threshold_b, threshold_c, max_share_a_bp, window_months };
}

/** The four criteria of the method; cost to serve counts against the client. */
export function first_model(name: string): ModelBody {
    return {
        name,
        criteria: [
            { code: 'volume', label: '', source: 'computed', measure: 'margin_percentile', weight: 30, direction: 1, field: '', bands: [] },
            { code: 'potential', label: '', source: 'judged', measure: 'judgement', weight: 25, direction: 1, field: '', bands: [] },
            { code: 'strategic', label: '', source: 'judged', measure: 'judgement', weight: 25, direction: 1, field: '', bands: [] },
            { code: 'cost_to_serve', label: '', source: 'computed', measure: 'cost_to_serve_ratio', weight: 20, direction: -1, field: '', bands: [] },
        ],
        threshold_a: 70,
        threshold_b: 50,
        threshold_c: 30,
        max_share_a_bp: 2000,
        window_months: 12,
    };
}

/** How many accounts get another tier; the server checks this number again when the model is published. */
export function changes_of(preview: { changes: { up: number; down: number; new: number } }): number {
    return preview.changes.up + preview.changes.down + preview.changes.new;
}

/** What the proposal does to a client; a tier nearer to A is higher. */
export function change_kind(item: { from: string | null; to: string | null }): 'up' | 'down' | 'new' | 'same' {
    if (item.from === null || item.from === 'none') return 'new';
    if (item.to === item.from || item.to === null) return 'same';
    return item.to < item.from ? 'up' : 'down';
}
