import { Button, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { keep_session } from '../../api/queries';
import type { Session } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { ErrorNotice, Notice } from '../../ui/notices';
import { AuthFrame } from './Frame';

export function Invitation() {
    const { t } = useI18n();
    const { token } = useSearch({ from: '/invitation' });
    const queries = useQueryClient();
    const navigate = useNavigate();
    const [password, set_password] = useState('');
    const [problem, set_problem] = useState<unknown>(null);
    const [busy, set_busy] = useState(false);
    const submit = async (event: FormEvent) => {
        event.preventDefault();
        set_busy(true);
        set_problem(null);
        try {
            keep_session(queries, await api.post<Session>('/invitation', { token, password }, { quiet: true }));
            await navigate({ to: '/', replace: true });
        } catch (refusal) {
            set_problem(refusal);
            set_busy(false);
        }
    };
    return (
        <AuthFrame title={t('auth.invitation_title')} lead={t('auth.invitation_lead')}>
            {!token ? <Notice kind="warn">{t('auth.setup_no_token')}</Notice> : null}
            <form className="column" onSubmit={(event) => void submit(event)}>
                {problem ? <ErrorNotice problem={problem} /> : null}
                <PasswordInput
                    label={t('auth.password')}
                    description={t('auth.password_rule')}
                    autoComplete="new-password"
                    value={password}
                    onChange={(event) => set_password(event.currentTarget.value)}
                    visibilityToggleButtonProps={{ 'aria-label': t('auth.show_password') }}
                />
                <Button type="submit" size="md" loading={busy} disabled={!token}>{t('auth.invitation_submit')}</Button>
            </form>
        </AuthFrame>
    );
}
