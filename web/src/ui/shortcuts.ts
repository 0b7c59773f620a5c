// One registry of keyboard shortcuts: `mod+k`, single keys and sequences such as `g k`. Single keys rest while
// somebody types or while a dialog is open, and can be switched off in the settings (WCAG 2.1.4).
import { useEffect, useRef } from 'react';

export type Shortcuts = Record<string, () => void>;
const storage_key = 'klicnik.single_keys';

export function single_keys_on(): boolean {
    try {
        return localStorage.getItem(storage_key) !== 'off';
    } catch {
        return true;
    }
}
export function set_single_keys(on: boolean): void {
    try {
        localStorage.setItem(storage_key, on ? 'on' : 'off');
    } catch {
        // Without storage the choice lasts for this page only.
    }
}

const apple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
export const command_key = (letter: string) => (apple ? `⌘${letter}` : `Ctrl ${letter}`);

export function is_typing(target: EventTarget | null): boolean {
    const element = target as HTMLElement | null;
    return !!element?.closest?.('input, textarea, select, [contenteditable="true"], [role="combobox"]');
}
const dialog_open = () => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

export function use_shortcuts(shortcuts: Shortcuts): void {
    const current = useRef(shortcuts);
    useEffect(() => {
        current.current = shortcuts;
    });
    useEffect(() => {
        let prefix = '';
        let timer: ReturnType<typeof setTimeout> | undefined;
        const listen = (event: KeyboardEvent) => {
            if (event.defaultPrevented || event.isComposing) return;
            const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
            if (event.ctrlKey || event.metaKey) {
                const command = current.current[`mod+${key}`];
                if (command) {
                    event.preventDefault();
                    command();
                }
                return;
            }
            if (event.altKey || is_typing(event.target) || dialog_open() || !single_keys_on()) return;
            const sequence = prefix ? `${prefix} ${key}` : key;
            const action = current.current[sequence];
            prefix = '';
            clearTimeout(timer);
            if (action) {
                event.preventDefault();
                action();
            } else if (Object.keys(current.current).some((one) => one.startsWith(`${key} `))) {
                prefix = key;
                timer = setTimeout(() => (prefix = ''), 1200);
            }
        };
        window.addEventListener('keydown', listen);
        return () => {
            clearTimeout(timer);
            window.removeEventListener('keydown', listen);
        };
    }, []);
}
