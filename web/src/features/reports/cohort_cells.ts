// Depth of the ground under a share, and where the arrow keys lead in a table whose lines have different lengths.

/** 0 for nothing, 6 for all and more. */
export function heat_level(share_bp: number | null): number {
    if (share_bp === null || share_bp <= 0) return 0;
    return [2_500, 5_000, 7_000, 8_500, 9_800].filter((limit) => share_bp >= limit).length + 1;
}

/** The next cell as [line, column]; null when the key means nothing here. */
export function next_cell(key: string, [line, column]: readonly [number, number], lengths: readonly number[]): [number, number] | null {
    const within = (at: number): [number, number] | null => {
        const length = lengths[at];
        return length ? [at, Math.min(column, length - 1)] : null;
    };
    switch (key) {
        case 'ArrowRight':
            return [line, Math.min(column + 1, (lengths[line] ?? 1) - 1)];
        case 'ArrowLeft':
            return [line, Math.max(0, column - 1)];
        case 'ArrowDown':
            return within(Math.min(line + 1, lengths.length - 1));
        case 'ArrowUp':
            return within(Math.max(0, line - 1));
        case 'Home':
            return [line, 0];
        case 'End':
            return [line, Math.max(0, (lengths[line] ?? 1) - 1)];
        default:
            return null;
    }
}
