// Questions that several screens ask, with the keys under which their answers are kept.
import {
    infiniteQueryOptions,
    keepPreviousData,
    queryOptions,
    type QueryClient,
} from '@tanstack/react-query';
import { api, Problem, set_csrf_token, type QueryParams } from './client';
import type {
    Account, AccountRevenue, AccountScore, AccountSummary, Assignment, Concentration, Contact, Contract, Entitlement, ExchangeRate,
    HistoryItem, ImportRun, Judgement, LedgerEntry, LedgerSummary, LossSimulation, Offering, Page, PortfolioMap, SampleState, SearchItem,
    ScoreHistory, SegmentationModel, Session, TeamLoad, TierDecision, User, UserLoad, ValueCard, Workspace,
} from './types';

export interface SessionState {
    session: Session | null;
    setup_required?: boolean;
}

export const session_query = queryOptions({
    queryKey: ['session'],
    staleTime: 5 * 60_000,
    queryFn: async (): Promise<SessionState> => {
        try {
            const session = await api.get<Session>('/session', undefined, { quiet: true });
            set_csrf_token(session.csrf_token);
            return { session };
        } catch (problem) {
            if (problem instanceof Problem && problem.status === 401)
                return { session: null, setup_required: String(problem.params['setup_required']) === 'true' };
            throw problem;
        }
    },
});

export function keep_session(client: QueryClient, session: Session): void {
    set_csrf_token(session.csrf_token);
    client.setQueryData(session_query.queryKey, { session });
}

/** In lists the report comes as the text it is stored as. */
function read_run(run: ImportRun): ImportRun {
    return typeof run.report === 'string' ? { ...run, report: JSON.parse(run.report) as ImportRun['report'] } : run;
}

export const page_size = 100;
function list<T>(key: string, path: string, params: QueryParams, size = page_size) {
    return infiniteQueryOptions({
        queryKey: [key, 'list', params],
        initialPageParam: null as string | null,
        queryFn: ({ pageParam, signal }) =>
            api.get<Page<T>>(path, { ...params, limit: size, after: pageParam, count: pageParam ? undefined : true }, { signal }),
        getNextPageParam: (last) => last.next,
        placeholderData: keepPreviousData,
    });
}

export const accounts_list = (params: QueryParams) => list<Account>('accounts', '/accounts', params);
export const offerings_list = (params: QueryParams) => list<Offering>('offerings', '/offerings', params);
export const ledger_list = (params: QueryParams) => list<LedgerEntry>('ledger', '/ledger_entries', params);

/** Sums of the document lines of a filter, exact and by currency. */
export const ledger_summary = (params: QueryParams) =>
    queryOptions({ queryKey: ['ledger', 'summary', params], queryFn: () => api.get<LedgerSummary>('/ledger/summary', params), placeholderData: keepPreviousData });
export const accounts_summary = (params: QueryParams) =>
    queryOptions({
        queryKey: ['accounts', 'summary', params],
        queryFn: async ({ signal }): Promise<AccountSummary> => {
            type Counts = Record<string, number> | { value: string; count: number }[];
            const answer = await api.get<Omit<AccountSummary, 'by_tier' | 'by_lifecycle'> & { by_tier: Counts; by_lifecycle: Counts }>('/accounts/summary', params, { signal });
            const by_value = (counts: Counts) => (Array.isArray(counts) ? Object.fromEntries(counts.map((one) => [one.value, one.count])) : counts);
            return { ...answer, by_tier: by_value(answer.by_tier), by_lifecycle: by_value(answer.by_lifecycle) };
        },
        placeholderData: keepPreviousData,
    });
export const account_query = (id: string) =>
    queryOptions({ queryKey: ['accounts', 'one', id], queryFn: () => api.get<Account>(`/accounts/${id}`) });
export const revenue_query = (id: string, group: boolean) =>
    queryOptions({
        queryKey: ['accounts', 'revenue', id, group],
        queryFn: () => api.get<AccountRevenue>(`/accounts/${id}/revenue`, { months: 36, group: group || undefined }),
    });
/** Asked only of clients that have been scored; the others have no explanation yet. */
export const score_query = (id: string, scored: boolean) =>
    queryOptions({ queryKey: ['accounts', 'score', id], queryFn: () => api.get<AccountScore>(`/accounts/${id}/score`), enabled: scored });
export const scores_query = (id: string) =>
    queryOptions({ queryKey: ['accounts', 'scores', id], queryFn: () => api.get<ScoreHistory>(`/accounts/${id}/scores`) });
export const history_query = (path: string) =>
    infiniteQueryOptions({
        queryKey: ['history', path],
        initialPageParam: null as string | null,
        queryFn: ({ pageParam }) => api.get<Page<HistoryItem>>(`${path}/history`, { after: pageParam, limit: 50 }),
        getNextPageParam: (last) => last.next,
    });
export const contacts_query = (account_id: string) =>
    queryOptions({
        queryKey: ['contacts', account_id],
        queryFn: () => api.get<Page<Contact>>('/contacts', { account_id, limit: 200, sort: 'last_name' }),
    });
export const contracts_query = (account_id: string) =>
    queryOptions({
        queryKey: ['contracts', account_id],
        queryFn: () => api.get<Page<Contract>>('/contracts', { account_id, limit: 200, sort: '-starts_on' }),
    });
export const entitlements_query = (account_id: string) =>
    queryOptions({
        queryKey: ['contracts', account_id, 'entitlements'],
        queryFn: () => api.get<Page<Entitlement>>('/entitlements', { account_id, limit: 200 }),
    });
export const assignments_query = (account_id: string) =>
    queryOptions({
        queryKey: ['assignments', account_id],
        queryFn: () => api.get<Page<Assignment>>('/account_assignments', { account_id, sort: '-from_on', limit: 100 }),
    });
export const loss_query = (account_ids: string[], on?: string) =>
    queryOptions({
        queryKey: ['accounts', 'loss', account_ids, on],
        queryFn: () => api.get<LossSimulation>('/portfolio/loss', { account_ids, on }),
        enabled: account_ids.length > 0,
        placeholderData: keepPreviousData,
    });
export const value_card_query = (account: string) =>
    queryOptions({ queryKey: ['accounts', 'value_card', account], queryFn: ({ signal }) => api.get<ValueCard>(`/accounts/${account}/value_card`, {}, { signal }) });
export const concentration_query = (params: QueryParams) =>
    queryOptions({
        queryKey: ['accounts', 'concentration', params],
        queryFn: () => api.get<Concentration>('/portfolio/concentration', params),
        placeholderData: keepPreviousData,
    });
export const map_query = (params: QueryParams) =>
    queryOptions({
        queryKey: ['accounts', 'map', params],
        queryFn: ({ signal }) => api.get<PortfolioMap>('/portfolio/map', params, { signal }),
        placeholderData: keepPreviousData,
    });
export const team_load_query = queryOptions({
    queryKey: ['team', 'load'],
    queryFn: () => api.get<TeamLoad>('/team/load'),
});
export const user_load_query = (id: string) =>
    queryOptions({ queryKey: ['team', 'load', id], queryFn: () => api.get<UserLoad>(`/team/load/${id}`) });
export const users_query = queryOptions({
    queryKey: ['users'],
    queryFn: () => api.get<Page<User>>('/users', { limit: 200, sort: 'full_name' }),
});
export const risks_query = queryOptions({
    queryKey: ['team', 'risks'],
    queryFn: () => api.get<Page<Assignment>>('/team/accepted_risks'),
});
/** Which fields of an entity the server sorts by, from its own description. */
export const sortable_query = (entity: string) =>
    queryOptions({
        queryKey: ['meta'],
        staleTime: Infinity,
        queryFn: () => api.get<{ entities: { name: string; fields: { name: string; sortable: boolean }[] }[] }>('/meta'),
        select: (meta) => new Set(meta.entities.find((one) => one.name === entity)?.fields.filter((field) => field.sortable).map((field) => field.name)),
    });
export const workspace_query = queryOptions({
    queryKey: ['workspace'],
    queryFn: () => api.get<Workspace>('/workspace'),
});
export const rates_query = queryOptions({
    queryKey: ['exchange_rates'],
    queryFn: () => api.get<Page<ExchangeRate>>('/exchange_rates', { sort: '-valid_on', limit: 100 }),
});
export const models_query = queryOptions({
    queryKey: ['segmentation', 'models'],
    queryFn: () => api.get<Page<SegmentationModel>>('/segmentation_models', { sort: '-model_version', limit: 50 }),
});
export const overrides_query = queryOptions({
    queryKey: ['segmentation', 'overrides'],
    queryFn: () => api.get<Page<TierDecision>>('/tier_decisions', { overrides_score: true, sort: '-decided_on', limit: 100 }),
});
/** The newest first, of several clients at once. */
export const judgements_of_query = (account_ids: string[]) =>
    queryOptions({
        queryKey: ['judgements', 'of', account_ids],
        queryFn: () => api.get<Page<Judgement>>('/account_judgements', { account_id: account_ids.join(','), sort: '-judged_on', limit: 200 }),
        enabled: account_ids.length > 0,
    });
export const judgements_query = (account_id: string) =>
    queryOptions({
        queryKey: ['judgements', account_id],
        queryFn: () => api.get<Page<Judgement>>('/account_judgements', { account_id, limit: 50 }),
    });
export const imports_query = queryOptions({
    queryKey: ['imports'],
    // The newest first; their order in the answer is that of their ids, which grow with time.
    queryFn: async () => {
        const page = await api.get<Page<ImportRun>>('/imports', { limit: 200 });
        return { ...page, items: page.items.map(read_run).reverse() };
    },
});
export const import_query = (id: string) =>
    queryOptions({
        queryKey: ['imports', 'one', id],
        queryFn: () => api.get<ImportRun>(`/imports/${id}`),
    });
export const sample_query = queryOptions({
    queryKey: ['sample'],
    queryFn: () => api.get<SampleState>('/sample'),
});
/** Without a text those at the top, where the families are. */
export const offering_search = (text: string) =>
    queryOptions({
        queryKey: ['offerings', 'search', text],
        queryFn: ({ signal }) => api.get<Page<Offering>>('/offerings', text ? { q: text, limit: 12 } : { 'parent_id[null]': true, sort: 'name', limit: 20 }, { signal }),
        placeholderData: keepPreviousData,
    });
/** How many items stand right under one. */
export const items_below_query = (id: string | undefined) =>
    queryOptions({
        queryKey: ['offerings', 'below', id],
        queryFn: () => api.get<Page<Offering>>('/offerings', { parent_id: id, limit: 1, count: true }),
        enabled: id !== undefined,
    });
export const search_query = (text: string) =>
    queryOptions({
        queryKey: ['search', text],
        queryFn: ({ signal }) => api.get<{ items: SearchItem[] }>('/search', { q: text, limit: 12 }, { signal }),
        enabled: text.length > 0,
        placeholderData: keepPreviousData,
        staleTime: 10_000,
    });
