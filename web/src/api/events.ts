// News from the server over one open connection (server-sent events).
import { url_of } from './client';
import type { ImportRun } from './types';

/**
 * Follows a running import. `news` gets the run as it is now; `broken` is called once when the stream cannot be had or
 * ends early, so that the caller asks by itself from then on. Returns how to stop.
 */
export function follow_import(id: string, news: (run: ImportRun) => void, broken: () => void): () => void {
    if (typeof EventSource === 'undefined') {
        broken();
        return () => undefined;
    }
    const source = new EventSource(url_of(`/imports/${id}/events`));
    const stop = () => source.close();
    const take = (event: MessageEvent<string>) => {
        try {
            news(JSON.parse(event.data) as ImportRun);
        } catch {
            stop();
            broken();
        }
    };
    source.addEventListener('progress', take);
    source.addEventListener('done', (event) => {
        stop();
        take(event);
    });
    // The browser would try again by itself for ever; asking in intervals is the better way then.
    source.addEventListener('error', () => {
        stop();
        broken();
    });
    return stop;
}
