// First start: the one-time link printed by the server lets the owner introduce himself and the firm.
import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, Problem } from '../../api/client';
import { keep_session } from '../../api/queries';
import type { Session } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { ErrorNotice, field_text, Notice } from '../../ui/notices';
import { currencies, presets } from '../../records/presets';
import { AuthFrame } from './Frame';


export function Setup() {
    const i18n = useI18n();
    const { t } = i18n;
    const { token } = useSearch({ from: '/setup' });
    const queries = useQueryClient();
    const navigate = useNavigate();
    const [values, set_values] = useState({
        full_name: '', email: '', password: '', workspace_name: '',
        base_currency: 'CZK', business_preset: 'manufacturer',
    });
    const [problem, set_problem] = useState<unknown>(null);
    const [busy, set_busy] = useState(false);
    const set = (field: keyof typeof values) => (event: { currentTarget: { value: string } }) => {
        const { value } = event.currentTarget;
        set_values((current) => ({ ...current, [field]: value }));
    };
    const fields = problem instanceof Problem ? problem.fields : [];
    const error = (field: string) => {
        const found = fields.find((one) => one.field === field);
        return found ? field_text(i18n, found) : undefined;
    };
    const submit = async (event: FormEvent) => {
        event.preventDefault();
        set_busy(true);
        set_problem(null);
        try {
            const session = await api.post<Session>('/setup', { token, locale: i18n.language, ...values }, { quiet: true });
            keep_session(queries, session);
            await navigate({ to: '/start', replace: true });
        } catch (refusal) {
            set_problem(refusal);
            set_busy(false);
        }
    };
    const insecure = location.protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
    return (
        <AuthFrame title={t('auth.setup_title')} lead={t('auth.setup_lead')}>
            {insecure ? <Notice kind="warn">{t('auth.insecure')}</Notice> : null}
            {!token ? <Notice kind="warn">{t('auth.setup_no_token')}</Notice> : null}
            <form className="column" onSubmit={(event) => void submit(event)} noValidate>
                {problem && !fields.length ? <ErrorNotice problem={problem} /> : null}
                <TextInput label={t('auth.full_name')} autoComplete="name" value={values.full_name} onChange={set('full_name')} error={error('full_name')} />
                <TextInput label={t('auth.email')} type="email" autoComplete="username" value={values.email} onChange={set('email')} error={error('email')} />
                <PasswordInput
                    label={t('auth.password')}
                    description={t('auth.password_rule')}
                    autoComplete="new-password"
                    value={values.password}
                    onChange={set('password')}
                    error={error('password')}
                    visibilityToggleButtonProps={{ 'aria-label': t('auth.show_password') }}
                />
                <TextInput label={t('auth.workspace_name')} autoComplete="organization" value={values.workspace_name} onChange={set('workspace_name')} error={error('workspace_name')} />
                <div className="row" style={{ alignItems: 'flex-start' }}>
                    <NativeSelect
                        className="grow"
                        label={t('auth.business_preset')}
                        value={values.business_preset}
                        onChange={set('business_preset')}
                        error={error('business_preset')}
                        data={presets.map((preset) => ({ value: preset, label: t(`preset.${preset}`) }))}
                    />
                    <NativeSelect w={110} label={t('auth.currency')} value={values.base_currency} onChange={set('base_currency')} error={error('base_currency')} data={currencies} />
                </div>
                <Button type="submit" size="md" loading={busy} disabled={!token}>{t('auth.setup_submit')}</Button>
            </form>
        </AuthFrame>
    );
}
