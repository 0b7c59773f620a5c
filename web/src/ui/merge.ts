// Two people changed one record: what only one of them touched is merged, what both touched is for a person to decide.

export interface Merge<T extends object> {
    /** Theirs, with my changes of facts that they left alone. */
    merged: T;
    /** Facts that only they changed; they are taken over. */
    taken: (keyof T)[];
    /** Facts that both changed, and not to the same. */
    conflicts: (keyof T)[];
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export function merge_three<T extends object>(base: T, mine: T, theirs: T): Merge<T> {
    const merged = { ...theirs };
    const taken: (keyof T)[] = [];
    const conflicts: (keyof T)[] = [];
    for (const field of Object.keys(theirs) as (keyof T)[]) {
        const by_me = !same(mine[field], base[field]);
        const by_them = !same(theirs[field], base[field]);
        if (by_me && !by_them) merged[field] = mine[field];
        else if (by_them && !by_me) taken.push(field);
        else if (by_me && by_them && !same(mine[field], theirs[field])) conflicts.push(field);
    }
    return { merged, taken, conflicts };
}
