import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { keep_session } from '../../api/queries';
import type { Session } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { ErrorNotice, Notice } from '../../ui/notices';
import { AuthFrame } from './Frame';

export function SignIn({ setup_required }: { setup_required: boolean }) {
    const { t } = useI18n();
    const queries = useQueryClient();
    const [email, set_email] = useState('');
    const [password, set_password] = useState('');
    const [problem, set_problem] = useState<unknown>(null);
    const [busy, set_busy] = useState(false);
    const submit = async (event: FormEvent) => {
        event.preventDefault();
        set_busy(true);
        set_problem(null);
        try {
            keep_session(queries, await api.post<Session>('/session', { email: email.trim(), password }, { quiet: true }));
        } catch (refusal) {
            set_problem(refusal);
            set_busy(false);
        }
    };
    return (
        <AuthFrame title={t('auth.sign_in')}>
            {setup_required ? <Notice>{t('auth.setup_first')}</Notice> : null}
            <form className="column" onSubmit={(event) => void submit(event)}>
                {problem ? <ErrorNotice problem={problem} /> : null}
                <TextInput label={t('auth.email')} type="email" autoComplete="username" required withAsterisk={false} value={email} onChange={(event) => set_email(event.currentTarget.value)} />
                <PasswordInput
                    label={t('auth.password')}
                    autoComplete="current-password"
                    required
                    withAsterisk={false}
                    value={password}
                    onChange={(event) => set_password(event.currentTarget.value)}
                    visibilityToggleButtonProps={{ 'aria-label': t('auth.show_password') }}
                />
                <Button type="submit" size="md" loading={busy}>{t('auth.sign_in')}</Button>
            </form>
        </AuthFrame>
    );
}
