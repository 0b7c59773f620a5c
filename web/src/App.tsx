// Decides what a visitor sees: the frame with a screen, the sign-in page, or a public page that needs a link.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { use, useEffect } from 'react';
import { api, set_csrf_token } from './api/client';
import { session_query } from './api/queries';
import { SignIn } from './features/auth/SignIn';
import { useI18n } from './i18n/provider';
import { keep_scroll_pending as Pending } from './ui/Pending';
import { EmptyState, ErrorNotice } from './ui/notices';
import { Page } from './ui/Page';
import { Shell } from './ui/Shell';
import { may, SessionContext } from './session';

const public_paths = ['/setup', '/invitation'];

export function App() {
    const queries = useQueryClient();
    const { set_language } = useI18n();
    const { pathname } = useLocation();
    const state = useQuery(session_query);
    const is_public = public_paths.some((path) => pathname.startsWith(path));
    const session = state.data?.session ?? null;
    // The first visit on a device takes the language of the person; later the device's own choice holds.
    useEffect(() => {
        const wanted = session?.user.locale?.slice(0, 2);
        try {
            if (localStorage.getItem('klicnik.language')) return;
        } catch {
            return;
        }
        if (wanted === 'cs' || wanted === 'en') set_language(wanted);
    }, [session?.user.locale, set_language]);

    if (is_public) return <Outlet />;
    if (state.isPending) return <Pending />;
    if (state.isError) return <div style={{ padding: 40, maxWidth: 560 }}><ErrorNotice problem={state.error} retry={() => void state.refetch()} /></div>;
    if (!session) return <SignIn setup_required={state.data.setup_required ?? false} />;

    const sign_out = async () => {
        try {
            await api.remove('/session');
        } finally {
            set_csrf_token(null);
            queries.clear();
            queries.setQueryData(session_query.queryKey, { session: null, setup_required: false });
        }
    };
    return (
        <SessionContext value={session}>
            <Shell session={session} sign_out={() => void sign_out()}>
                <Outlet />
            </Shell>
        </SessionContext>
    );
}

export function FirstPage() {
    const session = use(SessionContext);
    return !session || session.has_accounts || !may(session, 'import_run.create') ? <Navigate to="/clients" replace /> : <Navigate to="/start" replace />;
}

export function NotFound() {
    const { t } = useI18n();
    return (
        <Page title={t('not_found.title')}>
            <EmptyState title={t('not_found.text')}>
                <Link to="/">{t('not_found.home')}</Link>
            </EmptyState>
        </Page>
    );
}
