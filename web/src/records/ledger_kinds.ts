// Which kinds of ledger lines make which figure; the address of the Figures tab says them by these lists.
export const kinds_of = {
    revenue: 'revenue,credit_note',
    margin: 'revenue,credit_note,direct_cost',
    cost_to_serve: 'time_cost,service_cost,discount,travel,care_cost',
} as const;
export type KindSet = keyof typeof kinds_of;

/** `2026-10` and eleven months back is `2025-11`. */
export function months_back(month: string, count: number): string {
    const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 - count;
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}
