// Which rows of a list are chosen: one by one, a range with Shift, all that are loaded.
import { useRef } from 'react';

export interface Selection<Row> {
    chosen: ReadonlySet<string>;
    set(chosen: ReadonlySet<string>): void;
    label(row: Row): string;
    /** Also on the cards of a phone. */
    on_cards: boolean;
}

/** The keys from one row to another, whichever comes first. */
export function range_of(keys: readonly string[], from: number, to: number): string[] {
    return keys.slice(Math.min(from, to), Math.max(from, to) + 1);
}

export function use_selection<Row>(selection: Selection<Row> | undefined, keys: readonly string[]) {
    const anchor = useRef<number | null>(null);
    if (!selection) return null;
    const { chosen, set } = selection;
    const count = keys.filter((key) => chosen.has(key)).length;
    const toggle = (index: number, range: boolean) => {
        const key = keys[index];
        if (key === undefined) return;
        const next = new Set(chosen);
        if (range && anchor.current !== null) for (const one of range_of(keys, anchor.current, index)) next.add(one);
        else if (!next.delete(key)) next.add(key);
        anchor.current = index;
        set(next);
    };
    return {
        all: keys.length > 0 && count === keys.length,
        some: count > 0,
        has: (key: string) => chosen.has(key),
        toggle,
        /** Shift with an arrow takes the row it comes from and the one it goes to. */
        extend: (from: number, to: number) => {
            set(new Set([...chosen, ...range_of(keys, from, to)]));
            anchor.current = to;
        },
        toggle_all: () => set(count === keys.length ? new Set() : new Set(keys)),
        choose_all: () => set(new Set(keys)),
    };
}
