// Forms live in a side panel. Closing with unsaved changes asks first; a refusal shows at its fields; a record
// changed meanwhile by somebody else is offered for comparison instead of being overwritten.
import { Button, Drawer } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { Problem } from '../api/client';
import { useI18n } from '../i18n/provider';
import { ErrorNotice, field_text, Notice } from './notices';
import classes from './parts.module.css';

export type Values = Record<string, unknown>;

export interface Form<T extends object> {
    values: T;
    dirty: boolean;
    changed: Partial<T>;
    problem: unknown;
    busy: boolean;
    set<K extends keyof T>(field: K, value: T[K]): void;
    /** Text for the field's input: the message of the server or nothing. */
    error(field: keyof T): string | undefined;
    replace(values: T): void;
    submit(): Promise<boolean>;
    /** Takes over what somebody else saved meanwhile; own changes stay. */
    rebase(base: T): void;
}

export function use_form<T extends object>(initial: T, save: (changed: Partial<T>, all: T) => Promise<unknown>): Form<T> {
    const i18n = useI18n();
    const [base, set_base] = useState(initial);
    const [values, set_values] = useState(initial);
    const [problem, set_problem] = useState<unknown>(null);
    const [busy, set_busy] = useState(false);
    const alive = useRef(true);
    useEffect(() => {
        alive.current = true;
        return () => {
            alive.current = false;
        };
    }, []);

    const changed = useMemo(() => {
        const result: Partial<T> = {};
        for (const key of Object.keys(values) as (keyof T)[])
            if (JSON.stringify(values[key]) !== JSON.stringify(base[key])) result[key] = values[key];
        return result;
    }, [values, base]);

    const submit = useCallback(async () => {
        set_busy(true);
        set_problem(null);
        try {
            await save(changed, values);
            if (alive.current) set_base(values);
            return true;
        } catch (refusal) {
            if (alive.current) set_problem(refusal);
            return false;
        } finally {
            if (alive.current) set_busy(false);
        }
    }, [save, changed, values]);

    return {
        values,
        changed,
        problem,
        busy,
        dirty: Object.keys(changed).length > 0,
        set: (field, value) => set_values((current) => ({ ...current, [field]: value })),
        error: (field) => {
            if (!(problem instanceof Problem)) return undefined;
            const found = problem.fields.find((one) => one.field === field);
            return found ? field_text(i18n, found) : undefined;
        },
        replace: (next) => {
            set_base(next);
            set_values(next);
            set_problem(null);
        },
        submit,
        rebase: (next) => {
            set_base(next);
            set_values({ ...next, ...changed });
            set_problem(null);
        },
    };
}

interface PanelProps<T extends object> {
    title: string;
    form: Form<T>;
    close(): void;
    /** Instead of closing: the one who saved leads on to another page. */
    after_save?(): void;
    save_label?: string;
    /** Called with the current record when ours was stale; returns labels of fields that differ. */
    describe_conflict?(current: unknown): { label: string; theirs: string; mine: string }[];
    accept_conflict?(current: unknown): void;
    footer?: ReactNode;
    children: ReactNode;
    disabled?: boolean;
}

export function FormPanel<T extends object>(props: PanelProps<T>) {
    const { title, form, close, children } = props;
    const { t } = useI18n();
    const [asking, set_asking] = useState(false);
    const body = useRef<HTMLFormElement>(null);
    const try_close = () => (form.dirty ? set_asking(true) : close());
    const submit = async (event: FormEvent) => {
        event.preventDefault();
        if (await form.submit()) (props.after_save ?? close)();
        else requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    };
    const stale = form.problem instanceof Problem && form.problem.stale ? form.problem : null;
    return (
        <Drawer
            opened
            onClose={try_close}
            position="right"
            size={460}
            title={title}
            closeOnClickOutside={!form.dirty}
            overlayProps={{ backgroundOpacity: 0.25 }}
            closeButtonProps={{ 'aria-label': t('action.close') }}
            styles={{ title: { fontWeight: 650, fontSize: '1rem' }, content: { display: 'flex', flexDirection: 'column' }, body: { flex: 1 }, header: { borderBottom: '1px solid var(--line)', marginBottom: 14 } }}
        >
            <form ref={body} className={classes.panelform} onSubmit={(event) => void submit(event)} noValidate>
                <div className={classes.fields}>
                    {stale ? (
                        <Notice kind="warn">
                            <p className="strong">{t('form.conflict')}</p>
                            {props.describe_conflict?.(stale.current).map((row) => (
                                <p key={row.label}>{t('form.conflict_row', { label: row.label, theirs: row.theirs, mine: row.mine })}</p>
                            ))}
                            <Button size="xs" variant="default" mt={6} onClick={() => props.accept_conflict?.(stale.current)}>
                                {t('form.conflict_keep_mine')}
                            </Button>
                        </Notice>
                    ) : form.problem ? (
                        <ErrorNotice problem={form.problem} />
                    ) : null}
                    {children}
                </div>
                <div className={classes.bar}>
                    {props.footer}
                    {asking ? (
                        <>
                            <span className="small grow" role="alert">{t('form.discard_question')}</span>
                            {/* Keys keep React from turning this very button into the submit button while it is being clicked. */}
                            <Button key="keep" variant="default" onClick={() => set_asking(false)}>{t('form.keep_editing')}</Button>
                            <Button key="discard" color="red.9" onClick={close}>{t('form.discard')}</Button>
                        </>
                    ) : (
                        <>
                            <Button key="cancel" variant="default" onClick={try_close}>{t('action.cancel')}</Button>
                            <Button key="save" type="submit" loading={form.busy} disabled={props.disabled || stale !== null}>
                                {props.save_label ?? t('action.save')}
                            </Button>
                        </>
                    )}
                </div>
            </form>
        </Drawer>
    );
}

export function Pair({ children }: { children: ReactNode }) {
    return <div className={classes.pair}>{children}</div>;
}
