// Where the bars of a waterfall stand: totals rise from the ground, every other step from where the last one ended.
export interface WaterfallStep {
    key: string;
    amount: number;
    total?: boolean;
}
export interface Span {
    from: number;
    to: number;
    kind: 'total' | 'up' | 'down' | 'none';
}

export function spans_of(steps: readonly WaterfallStep[]): Span[] {
    let level = 0;
    return steps.map((step) => {
        if (step.total) {
            level = step.amount;
            return { from: 0, to: level, kind: 'total' };
        }
        const from = level;
        level += step.amount;
        return { from, to: level, kind: step.amount > 0 ? 'up' : step.amount < 0 ? 'down' : 'none' };
    });
}

/**
 * Where the axis begins. Changes that are slivers beside the totals are looked at from nearer: the axis then begins at a
 * round number below them, and the totals are drawn broken. Zero otherwise.
 */
export function floor_of(spans: readonly Span[]): number {
    const levels = spans.flatMap((span) => (span.kind === 'total' ? [span.to] : [span.from, span.to]));
    const low = Math.min(...levels);
    const high = Math.max(...levels);
    if (!levels.length || low <= 0 || low < high * 0.55 || low === high) return 0;
    const size = 10 ** Math.floor(Math.log10(high - low));
    return Math.max(0, Math.floor((low - (high - low) * 0.45) / size) * size);
}
