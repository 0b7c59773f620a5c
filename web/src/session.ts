import { createContext, use } from 'react';
import type { Session } from './api/types';

export const SessionContext = createContext<Session | null>(null);

export function use_session(): Session {
    const session = use(SessionContext);
    if (!session) throw new Error('not signed in');
    return session;
}

/** Whether the person may do this at least somewhere; the server decides each case again. */
export function may(session: Session, operation: string): boolean {
    const scope = session.permissions[operation];
    return scope !== undefined && scope !== 'none';
}
