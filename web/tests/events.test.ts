import { afterEach, describe, expect, it, vi } from 'vitest';
import { follow_import } from '../src/api/events';

class Stream {
    static last: Stream | null = null;
    closed = false;
    private listeners = new Map<string, (event: { data: string }) => void>();
    constructor(readonly url: string) {
        Stream.last = this;
    }
    addEventListener(name: string, listener: (event: { data: string }) => void) {
        this.listeners.set(name, listener);
    }
    say(name: string, data = '') {
        this.listeners.get(name)?.({ data });
    }
    close() {
        this.closed = true;
    }
}

describe('the progress of an import', () => {
    afterEach(() => vi.unstubAllGlobals());
    const follow = () => {
        vi.stubGlobal('EventSource', Stream);
        const news = vi.fn<(run: unknown) => void>();
        const broken = vi.fn<() => void>();
        const stop = follow_import('imp_1', news, broken);
        return { news, broken, stop, stream: Stream.last! };
    };
    it('comes over one stream and ends with it', () => {
        const { news, broken, stream } = follow();
        expect(stream.url).toBe('/api/v1/imports/imp_1/events');
        stream.say('progress', '{"state":"running"}');
        expect(stream.closed).toBe(false);
        stream.say('done', '{"state":"done"}');
        expect(news.mock.calls.map(([run]) => run)).toEqual([{ state: 'running' }, { state: 'done' }]);
        expect(stream.closed).toBe(true);
        expect(broken).not.toHaveBeenCalled();
    });
    it('is asked for in intervals when the stream breaks or speaks nonsense', () => {
        const first = follow();
        first.stream.say('error');
        expect([first.stream.closed, first.broken.mock.calls.length]).toEqual([true, 1]);
        const second = follow();
        second.stream.say('progress', '<html>');
        expect([second.stream.closed, second.broken.mock.calls.length]).toEqual([true, 1]);
        vi.unstubAllGlobals();
        vi.stubGlobal('EventSource', undefined);
        const broken = vi.fn<() => void>();
        follow_import('imp_1', () => undefined, broken);
        expect(broken).toHaveBeenCalledOnce();
    });
});
