// The only place that talks to the server: prefix, language, CSRF, versions, idempotency and problems.

export interface FieldProblem {
    field: string;
    code: string;
    message?: string;
    params?: Record<string, string | number>;
}
interface ProblemBody {
    status?: number;
    kind?: string;
    code?: string;
    message?: string;
    params?: Record<string, string>;
    fields?: FieldProblem[];
    request_id?: string;
    current?: unknown;
}

/** A refusal of the server (problem+json) or a connection that failed (`kind` is then `offline`). */
export class Problem extends Error {
    readonly status: number;
    readonly kind: string;
    readonly code: string;
    readonly params: Record<string, string>;
    readonly fields: FieldProblem[];
    readonly request_id: string | null;
    readonly current: unknown;
    readonly server_message: string | null;

    constructor(status: number, body: ProblemBody) {
        super(body.message ?? body.code ?? `HTTP ${status}`);
        this.status = status;
        this.kind = body.kind ?? (status === 0 ? 'offline' : 'unavailable');
        this.code = body.code ?? `http.${status}`;
        this.params = body.params ?? {};
        this.fields = body.fields ?? [];
        this.request_id = body.request_id ?? null;
        this.current = body.current ?? null;
        this.server_message = body.message ?? null;
    }
    get stale(): boolean {
        return this.code === 'record.stale';
    }
}

export const api_prefix = '/api/v1';
let csrf_token: string | null = null;
const signed_out_listeners = new Set<() => void>();

export function set_csrf_token(token: string | null): void {
    csrf_token = token;
}
/** Called when any request is answered with 401, so that the app shows the sign-in page. */
export function on_signed_out(listener: () => void): () => void {
    signed_out_listeners.add(listener);
    return () => signed_out_listeners.delete(listener);
}

export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];
export type QueryParams = Record<string, QueryValue>;

/** Builds the part after the path; absent and empty values are left out, lists are joined by commas. */
export function query_text(params?: QueryParams): string {
    if (!params) return '';
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(params)) {
        if (value === null || value === undefined || value === '') continue;
        if (Array.isArray(value)) {
            if (value.length) search.set(key, value.join(','));
        } else search.set(key, String(value));
    }
    const text = search.toString();
    return text ? `?${text}` : '';
}

export function url_of(path: string, params?: QueryParams): string {
    return `${api_prefix}${path}${query_text(params)}`;
}

/** Random key so that a repeated POST is carried out once; works on plain HTTP as well. */
export function idempotency_key(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Options {
    params?: QueryParams;
    body?: unknown;
    form?: FormData;
    version?: number;
    signal?: AbortSignal;
    /** The key of a POST that may have to be sent once more. */
    key?: string;
    /** A 401 is an expected answer (the session question itself). */
    quiet?: boolean;
}

async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
    const headers: Record<string, string> = {
        Accept: 'application/json',
        'Accept-Language': document.documentElement.lang || 'cs',
    };
    if (method !== 'GET') {
        if (csrf_token) headers['X-CSRF-Token'] = csrf_token;
        if (method === 'POST') headers['Idempotency-Key'] = options.key ?? idempotency_key();
    }
    if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
    let body: BodyInit | undefined;
    if (options.form) body = options.form;
    else if (options.body !== undefined) {
        headers['Content-Type'] = 'application/json';
        body = JSON.stringify(options.body);
    }
    let answer: Response;
    try {
        answer = await fetch(url_of(path, options.params), {
            method,
            headers,
            body,
            signal: options.signal,
            credentials: 'same-origin',
        });
    } catch (problem) {
        if (problem instanceof DOMException && problem.name === 'AbortError') throw problem;
        throw new Problem(0, { kind: 'offline', code: 'client.offline' });
    }
    if (answer.status === 204) return undefined as T;
    const is_json = /json/.test(answer.headers.get('Content-Type') ?? '');
    const content: unknown = is_json ? await answer.json() : await answer.text();
    if (answer.ok) return content as T;
    if (answer.status === 401 && !options.quiet) for (const listener of signed_out_listeners) listener();
    throw new Problem(answer.status, is_json ? (content as ProblemBody) : {});
}

export const api = {
    get: <T>(path: string, params?: QueryParams, options?: { signal?: AbortSignal; quiet?: boolean }) =>
        request<T>('GET', path, { params, ...options }),
    post: <T>(path: string, body?: unknown, options?: { params?: QueryParams; signal?: AbortSignal; key?: string; quiet?: boolean }) =>
        request<T>('POST', path, { body: body ?? {}, ...options }),
    upload: <T>(path: string, form: FormData) => request<T>('POST', path, { form }),
    /** A stale version is answered with the record as it is now, so that a form can compare. */
    patch: async <T>(path: string, body: unknown, version: number): Promise<T> => {
        try {
            return await request<T>('PATCH', path, { body, version });
        } catch (problem) {
            if (problem instanceof Problem && problem.stale && problem.current === null)
                throw new Problem(problem.status, { kind: problem.kind, code: problem.code, params: problem.params, message: problem.message, current: await request<T>('GET', path) });
            throw problem;
        }
    },
    put: <T>(path: string, body?: unknown, version?: number) => request<T>('PUT', path, { body: body ?? {}, version }),
    remove: <T = void>(path: string, version?: number) => request<T>('DELETE', path, { version }),
};
