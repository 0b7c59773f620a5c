import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

class Observer {
    observe() {}
    unobserve() {}
    disconnect() {}
}
globalThis.ResizeObserver = Observer as unknown as typeof ResizeObserver;
window.matchMedia ??= ((query: string) => ({
    matches: false,
    media: query,
    addEventListener() {},
    removeEventListener() {},
    addListener() {},
    removeListener() {},
    dispatchEvent: () => false,
    onchange: null,
})) as unknown as typeof window.matchMedia;
Element.prototype.scrollTo = function scrollTo() {} as typeof Element.prototype.scrollTo;
afterEach(cleanup);
