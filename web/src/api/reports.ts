// Questions of the reports; their keys begin with "accounts", because whatever changes a client may change an answer.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, Problem, type QueryParams } from './client';
import type { AttentionReport, CareReturnReport, GrowthReport, IndicatorOverview, IndicatorReport, IndicatorRows, RenewalsReport, RetentionReport, SavedReport, SuitabilityReport, ValueReport, WhatIf, WhatIfReport } from './types';

export const overview_query = (params: QueryParams) =>
    queryOptions({
        queryKey: ['accounts', 'indicators', params],
        queryFn: ({ signal }) => api.get<IndicatorOverview>('/indicators', params, { signal }),
        placeholderData: keepPreviousData,
    });
export const indicator_query = (code: string, params: QueryParams) =>
    queryOptions({
        queryKey: ['accounts', 'indicator', code, params],
        queryFn: ({ signal }) => api.get<IndicatorReport>(`/indicators/${code}`, params, { signal }),
        placeholderData: keepPreviousData,
    });
/** The clients behind a figure, the one that matters most first. */
export const indicator_rows_query = (code: string, params: QueryParams) =>
    infiniteQueryOptions({
        queryKey: ['accounts', 'indicator_rows', code, params],
        initialPageParam: null as string | null,
        queryFn: ({ pageParam, signal }) => api.get<IndicatorRows>(`/indicators/${code}/rows`, { ...params, limit: 50, after: pageParam }, { signal }),
        getNextPageParam: (last) => last.next,
    });
export const retention_query = (params: QueryParams) =>
    queryOptions({
        queryKey: ['accounts', 'retention', params],
        queryFn: ({ signal }) => api.get<RetentionReport>('/reports/retention', params, { signal }),
        placeholderData: keepPreviousData,
    });
/** Reads every document line of both periods, so it is asked only when somebody wants it. */
export const growth_query = (params: QueryParams, wanted: boolean) =>
    queryOptions({
        queryKey: ['accounts', 'growth', params],
        queryFn: ({ signal }) => api.get<GrowthReport>('/reports/growth', params, { signal }),
        enabled: wanted,
        placeholderData: keepPreviousData,
    });

/** A report that is one answer to one question. */
const report = <Answer>(name: string) => (params: QueryParams) =>
    queryOptions({
        queryKey: ['accounts', name, params],
        queryFn: ({ signal }) => api.get<Answer>(`/reports/${name}`, params, { signal }),
        placeholderData: keepPreviousData,
        retry: (count, problem) => count < 2 && !(problem instanceof Problem && problem.status < 500),
    });
export const renewals_query = report<RenewalsReport>('renewals');
export const value_query = report<ValueReport>('value');
export const care_return_query = report<CareReturnReport>('care_return');
export const attention_query = report<AttentionReport>('attention');
export const suitability_query = report<SuitabilityReport>('suitability');

/** Stores nothing; an older question is given up when the wishes change. */
export const what_if_query = (wishes: WhatIf, params: QueryParams) =>
    queryOptions({
        queryKey: ['accounts', 'what_if', params, wishes],
        queryFn: ({ signal }) => api.post<WhatIfReport>('/what_if', wishes, { params, signal }),
        placeholderData: keepPreviousData,
        staleTime: 60_000,
    });
/** Addresses of reports under a name; they hold no figures. */
export const saved_reports_query = queryOptions({
    queryKey: ['saved_reports'],
    queryFn: ({ signal }) => api.get<{ items: SavedReport[] }>('/saved_reports', { limit: 100 }, { signal }),
});
