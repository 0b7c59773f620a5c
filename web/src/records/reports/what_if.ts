// The wishes of „What if“ between the address and the server; what is as today is in neither.
import type { SegmentationModel, WhatIf } from '../../api/types';
import type { ReportSearch } from '../../search';

export type Wishes = Pick<ReportSearch, 'weights' | 'threshold_a' | 'threshold_b' | 'threshold_c' | 'price' | 'leaving'>;
export const no_wishes = { weights: undefined, threshold_a: undefined, threshold_b: undefined, threshold_c: undefined, price: undefined, leaving: undefined } as const satisfies { [Key in keyof Wishes]: undefined };

export function wishes_of({ weights, threshold_a, threshold_b, threshold_c, price, leaving }: ReportSearch): Wishes {
    return { weights, threshold_a, threshold_b, threshold_c, price, leaving };
}
export function weights_of(text: string | undefined): Map<string, number> {
    return new Map((text ?? '').split(',').filter(Boolean).map((one) => [one.slice(0, one.lastIndexOf(':')), Number(one.slice(one.lastIndexOf(':') + 1))] as const));
}
/** Without those weights that are as in the model. */
export function with_weight(text: string | undefined, criterion: string, weight: number, usual: number): string | undefined {
    const weights = weights_of(text);
    if (weight === usual) weights.delete(criterion);
    else weights.set(criterion, weight);
    return weights.size ? [...weights].map(([name, value]) => `${name}:${value}`).join(',') : undefined;
}
export function leaving_of(wishes: Wishes): string[] {
    return (wishes.leaving ?? '').split(',').filter(Boolean);
}
export function body_of_wishes(wishes: Wishes): WhatIf {
    const points = (text: string | undefined) => (text === undefined ? null : Number(text));
    return {
        weights: [...weights_of(wishes.weights)].map(([criterion, weight]) => ({ criterion, weight })),
        threshold_a: points(wishes.threshold_a),
        threshold_b: points(wishes.threshold_b),
        threshold_c: points(wishes.threshold_c),
        price_change_bp: wishes.price === undefined ? null : Math.round(Number(wishes.price) * 100),
        leaving: leaving_of(wishes),
    };
}
const thresholds = ['threshold_a', 'threshold_b', 'threshold_c'] as const;
export type Threshold = (typeof thresholds)[number];
/** A moved threshold takes the others along, so that they never cross. */
export function with_threshold(wishes: Wishes, model: Record<Threshold, number>, moved: Threshold, value: number): Wishes {
    const at = thresholds.indexOf(moved);
    const next = { ...wishes };
    thresholds.forEach((one, index) => {
        const now = Number(wishes[one] ?? model[one]);
        const then = index === at ? value : index < at ? Math.max(now, value) : Math.min(now, value);
        next[one] = then === model[one] ? undefined : String(then);
    });
    return next;
}
/** What the wishes change of a model; null when they leave it as it is. */
export function model_changes(wishes: Wishes, model: Pick<SegmentationModel, 'criteria' | Threshold>): Partial<SegmentationModel> | null {
    if (!wishes.weights && thresholds.every((one) => wishes[one] === undefined)) return null;
    const weights = weights_of(wishes.weights);
    return {
        criteria: model.criteria.map((one) => ({ ...one, weight: weights.get(one.code) ?? one.weight })),
        ...Object.fromEntries(thresholds.map((one) => [one, Number(wishes[one] ?? model[one])])),
    };
}
export function is_changed(wishes: Wishes): boolean {
    return Object.values(wishes).some((one) => one !== undefined);
}
