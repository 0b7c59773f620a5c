import { Button } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';
import { Problem } from '../api/client';
import { useI18n, type I18n } from '../i18n/provider';
import { Alert, Check, Info } from './icons';
import classes from './parts.module.css';

/** One sentence for a problem: the server's own words, else the label of its code, else a general text. */
export function problem_text(i18n: I18n, problem: unknown): string {
    if (problem instanceof Problem) {
        if (problem.kind === 'offline') return i18n.t('problem.offline');
        return (
            problem.server_message ??
            i18n.label(`error.${problem.code}`, problem.params) ??
            i18n.label(problem.code, problem.params) ??
            i18n.t('problem.code', { code: problem.code })
        );
    }
    return i18n.t('problem.unknown');
}

export function Notice({ kind = 'info', children }: { kind?: 'info' | 'good' | 'warn' | 'bad'; children: ReactNode }) {
    const Icon = kind === 'good' ? Check : kind === 'info' ? Info : Alert;
    return (
        <div className={classes.notice} data-kind={kind} role={kind === 'bad' ? 'alert' : 'status'}>
            <Icon size={16} aria-hidden />
            <div className={classes.body}>{children}</div>
        </div>
    );
}

/** A refusal with every field it names, and the number by which support finds it. */
export function ErrorNotice({ problem, retry }: { problem: unknown; retry?(): void }) {
    const i18n = useI18n();
    if (!problem) return null;
    const fields = problem instanceof Problem ? problem.fields : [];
    return (
        <Notice kind="bad">
            <p>{problem_text(i18n, problem)}</p>
            {fields.length ? (
                <ul>
                    {fields.map((field) => (
                        <li key={field.field + field.code}>{field_text(i18n, field)}</li>
                    ))}
                </ul>
            ) : null}
            {problem instanceof Problem && problem.request_id && problem.status >= 500 ? (
                <p className="small">{i18n.t('problem.request', { id: problem.request_id })}</p>
            ) : null}
            {retry ? (
                <Button variant="default" size="xs" mt={6} onClick={retry}>
                    {i18n.t('action.retry')}
                </Button>
            ) : null}
        </Notice>
    );
}

/** The sentence for one field: of a refusal, or of a warning that does not block. */
export function field_text(i18n: I18n, field: { field: string; code: string; message?: string }): string {
    return field.message ?? i18n.label(`error.field.${field.code}`) ?? i18n.label(`error.${field.code}`) ?? i18n.t('problem.field', { field: field.field, code: field.code });
}

interface EmptyProps {
    icon?: ComponentType<{ size?: string | number; 'aria-hidden'?: boolean; strokeWidth?: number }>;
    title: string;
    text?: string;
    children?: ReactNode;
}
export function EmptyState({ icon: Icon, title, text, children }: EmptyProps) {
    return (
        <div className={classes.empty}>
            {Icon ? <Icon size={34} strokeWidth={1.4} aria-hidden /> : null}
            <h2>{title}</h2>
            {text ? <p>{text}</p> : null}
            {children ? <div className="row wrap">{children}</div> : null}
        </div>
    );
}

export function Chip({ pressed, onClick, children, count }: { pressed: boolean; onClick(): void; children: ReactNode; count?: string }) {
    return (
        <button type="button" className={classes.chip} aria-pressed={pressed} onClick={onClick}>
            {children}
            {count !== undefined ? <span className={classes.n}>{count}</span> : null}
        </button>
    );
}
export function Chips({ label, children }: { label: string; children: ReactNode }) {
    return (
        <div className={classes.chips} role="group" aria-label={label}>
            {children}
        </div>
    );
}
