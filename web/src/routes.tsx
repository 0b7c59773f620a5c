// The addresses of the app. Every screen is a part of its own, loaded when first needed.
import type { QueryClient } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { App, FirstPage, NotFound } from './App';
import { keep_scroll_pending } from './ui/Pending';
import {
    client_search, clients_search, map_search, parse_search, reports_search, segmentation_search, settings_search,
    start_search, stringify_search, team_search, token_search,
} from './search';

const root = createRootRoute({ component: App, notFoundComponent: NotFound });
const first = createRoute({ getParentRoute: () => root, path: '/', component: FirstPage });
export const setup_route = createRoute({
    getParentRoute: () => root,
    path: '/setup',
    validateSearch: token_search,
    component: lazyRouteComponent(() => import('./features/auth/Setup'), 'Setup'),
});
export const invitation_route = createRoute({
    getParentRoute: () => root,
    path: '/invitation',
    validateSearch: token_search,
    component: lazyRouteComponent(() => import('./features/auth/Invitation'), 'Invitation'),
});
export const start_route = createRoute({
    getParentRoute: () => root,
    path: '/start',
    validateSearch: start_search,
    component: lazyRouteComponent(() => import('./features/start/Start'), 'Start'),
});
export const clients_route = createRoute({
    getParentRoute: () => root,
    path: '/clients',
    validateSearch: clients_search,
    component: lazyRouteComponent(() => import('./features/clients/Clients'), 'Clients'),
});
export const client_route = createRoute({
    getParentRoute: () => root,
    path: '/clients/$id',
    validateSearch: client_search,
    component: lazyRouteComponent(() => import('./features/client/ClientPage'), 'ClientPage'),
});
export const map_route = createRoute({
    getParentRoute: () => root,
    path: '/map',
    validateSearch: map_search,
    component: lazyRouteComponent(() => import('./features/map/PortfolioMap'), 'PortfolioMapPage'),
});
export const segmentation_route = createRoute({
    getParentRoute: () => root,
    path: '/segmentation',
    validateSearch: segmentation_search,
    component: lazyRouteComponent(() => import('./features/segmentation/Segmentation'), 'Segmentation'),
});
/** All reports share one question, so their addresses share what stands behind the question mark. */
export const reports_route = createRoute({ getParentRoute: () => root, path: '/reports', validateSearch: reports_search });
export const overview_route = createRoute({
    getParentRoute: () => reports_route,
    path: '/',
    component: lazyRouteComponent(() => import('./features/reports/Overview'), 'Overview'),
});
export const retention_route = createRoute({
    getParentRoute: () => reports_route,
    path: 'retention',
    component: lazyRouteComponent(() => import('./features/reports/Retention'), 'Retention'),
});
export const concentration_route = createRoute({
    getParentRoute: () => reports_route,
    path: 'concentration',
    component: lazyRouteComponent(() => import('./features/reports/Concentration'), 'Concentration'),
});
export const renewals_route = createRoute({
    getParentRoute: () => reports_route,
    path: 'renewals',
    component: lazyRouteComponent(() => import('./features/reports/Renewals'), 'Renewals'),
});
export const value_route = createRoute({
    getParentRoute: () => reports_route,
    path: 'value',
    component: lazyRouteComponent(() => import('./features/reports/Value'), 'Value'),
});
export const what_if_route = createRoute({
    getParentRoute: () => reports_route,
    path: 'what_if',
    component: lazyRouteComponent(() => import('./features/reports/WhatIf'), 'WhatIf'),
});
export const care_route = createRoute({
    getParentRoute: () => reports_route,
    path: 'care',
    component: lazyRouteComponent(() => import('./features/reports/Care'), 'Care'),
});
export const team_route = createRoute({
    getParentRoute: () => root,
    path: '/team',
    validateSearch: team_search,
    component: lazyRouteComponent(() => import('./features/team/Team'), 'Team'),
});
export const imports_route = createRoute({
    getParentRoute: () => root,
    path: '/import',
    component: lazyRouteComponent(() => import('./features/import/Imports'), 'Imports'),
});
export const import_route = createRoute({
    getParentRoute: () => root,
    path: '/import/$id',
    component: lazyRouteComponent(() => import('./features/import/Imports'), 'ImportPage'),
});
export const settings_route = createRoute({
    getParentRoute: () => root,
    path: '/settings',
    validateSearch: settings_search,
    component: lazyRouteComponent(() => import('./features/settings/Settings'), 'Settings'),
});

const tree = root.addChildren([
    first, setup_route, invitation_route, start_route, clients_route, client_route, map_route,
    reports_route.addChildren([overview_route, retention_route, concentration_route, renewals_route, value_route, what_if_route, care_route]), segmentation_route, team_route,
    imports_route, import_route, settings_route,
]);

export function create_app_router(queries: QueryClient) {
    return createRouter({
        routeTree: tree,
        context: { queries },
        defaultPreload: 'intent',
        defaultPendingComponent: keep_scroll_pending,
        parseSearch: parse_search,
        stringifySearch: stringify_search,
        scrollRestoration: false,
    });
}

declare module '@tanstack/react-router' {
    interface Register {
        router: ReturnType<typeof create_app_router>;
    }
}
