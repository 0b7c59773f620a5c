// A draft that outlives a reload of the page, for as long as the window is open.
import { useCallback, useState } from 'react';

export function read_draft<T>(key: string, initial: T): T {
    try {
        const kept = sessionStorage.getItem(key);
        return kept === null ? initial : (JSON.parse(kept) as T);
    } catch {
        return initial;
    }
}

export function use_draft<T>(key: string, initial: T): [T, (change: (current: T) => T) => void, () => void] {
    const [draft, set_draft] = useState<T>(() => read_draft(key, initial));
    const change = useCallback(
        (next: (current: T) => T) =>
            set_draft((current) => {
                const value = next(current);
                try {
                    sessionStorage.setItem(key, JSON.stringify(value));
                } catch {
                    // Without storage the draft lives as long as the page.
                }
                return value;
            }),
        [key],
    );
    const forget = useCallback(() => sessionStorage.removeItem(key), [key]);
    return [draft, change, forget];
}
