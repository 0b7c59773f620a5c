import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { on_signed_out, Problem } from './api/client';
import { session_query } from './api/queries';
import './mantine.css';
import './global.css';
import { phone_query } from './ui/phone';
import { I18nProvider } from './i18n/provider';
import { create_app_router } from './routes';
import { theme } from './theme';

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce);

// After an upgrade an old tab asks for parts that are gone: load the new version once.
window.addEventListener('vite:preloadError', (event) => {
    const key = 'klicnik.reloaded_at';
    const before = Number(sessionStorage.getItem(key) ?? 0);
    if (Date.now() - before > 30_000) {
        event.preventDefault();
        sessionStorage.setItem(key, String(Date.now()));
        location.reload();
    }
});

const queries = new QueryClient({
    defaultOptions: {
        queries: {
            staleTime: 20_000,
            refetchOnWindowFocus: false,
            retry: (count, problem) => count < 2 && (!(problem instanceof Problem) || problem.status === 0 || problem.status === 503),
        },
    },
});
on_signed_out(() => queries.setQueryData(session_query.queryKey, { session: null, setup_required: false }));
const router = create_app_router(queries);
const scheme_manager = localStorageColorSchemeManager({ key: 'klicnik.scheme' });

/** Where they cover neither the buttons of a side panel nor, on a phone, the menu. */
function Messages() {
    const phone = useMediaQuery(phone_query) ?? false;
    return <Notifications position={phone ? 'top-center' : 'bottom-center'} autoClose={6000} />;
}

createRoot(document.getElementById('root')!).render(
    <StrictMode>
        <QueryClientProvider client={queries}>
            <MantineProvider theme={theme} getStyleNonce={() => nonce} colorSchemeManager={scheme_manager} defaultColorScheme="auto">
                <I18nProvider>
                    <Messages />
                    <RouterProvider router={router} />
                </I18nProvider>
            </MantineProvider>
        </QueryClientProvider>
    </StrictMode>,
);
