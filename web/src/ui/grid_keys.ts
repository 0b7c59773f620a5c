/** Where the active row goes for a key: arrows, J/K, PageUp/PageDown, Home, End. Null when the key means nothing here. */
export function next_position(key: string, current: number, count: number, page: number): number | null {
    if (count === 0) return null;
    const last = count - 1;
    const within = (index: number) => Math.max(0, Math.min(last, index));
    switch (key) {
        case 'ArrowDown':
        case 'j':
            return within(current + 1);
        case 'ArrowUp':
        case 'k':
            return within(current - 1);
        case 'PageDown':
            return within(current + page);
        case 'PageUp':
            return within(current - page);
        case 'Home':
            return 0;
        case 'End':
            return last;
        default:
            return null;
    }
}
