// Forms live in a side panel. Closing with unsaved changes asks first; a refusal shows at its fields; a record
// changed meanwhile by somebody else is offered for comparison instead of being overwritten.
import { Button, Drawer } from '@mantine/core';
import { useEffect, useRef, useState, type ComponentProps, type FormEvent, type ReactNode } from 'react';
import { Problem } from '../api/client';
import { useI18n } from '../i18n/provider';
import { merge_three } from './merge';
import type { Form } from './form';
import { has_wrong_number } from './NumberField';
import { ErrorNotice } from './notices';
import { notify } from './notify';
import { on_demand } from './on_demand';
import classes from './parts.module.css';

const Conflict = on_demand<ComponentProps<typeof import('./ConflictPanel').default>>(() => import('./ConflictPanel'));

interface PanelProps<T extends object> {
    title: string;
    form: Form<T>;
    close(): void;
    /** Instead of closing: the one who saved leads on to another page. */
    after_save?(): void;
    save_label?: string;
    /** For a record that others may change meanwhile: how to read it and how to write its facts in words. */
    merge?: {
        read(current: unknown): T;
        /** From now on the changes are to this version. */
        accept(current: unknown): void;
        label(field: keyof T): string;
        text(field: keyof T, value: unknown, current: unknown): string;
    };
    footer?: ReactNode;
    children: ReactNode;
    disabled?: boolean;
}

export function FormPanel<T extends object>(props: PanelProps<T>) {
    const { title, form, close, children } = props;
    const { t } = useI18n();
    const [asking, set_asking] = useState(false);
    const [again, set_again] = useState(false);
    const body = useRef<HTMLFormElement>(null);
    const try_close = () => (form.dirty ? set_asking(true) : close());
    const submit = async (event: FormEvent) => {
        event.preventDefault();
        if (has_wrong_number(body.current)) return;
        if (await form.submit()) (props.after_save ?? close)();
        else requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    };
    const stale = form.problem instanceof Problem && form.problem.stale ? form.problem : null;
    const theirs = stale && props.merge ? props.merge.read(stale.current) : null;
    const found = theirs ? merge_three(form.base, form.values, theirs) : null;
    const apply = (mine: Set<string>) => {
        if (!stale || !theirs || !found) return;
        const values = { ...found.merged };
        for (const field of found.conflicts) if (mine.has(String(field))) values[field] = form.values[field];
        props.merge?.accept(stale.current);
        form.rebase(theirs, values);
        set_again(true);
    };
    // Facts that only one of the two touched are merged and saved without a question.
    const settles_itself = found !== null && found.conflicts.length === 0;
    useEffect(() => {
        if (!settles_itself) return;
        if (found.taken.length) notify(t, t('form.conflict_merged', { fields: found.taken.map((field) => props.merge?.label(field)).join(', ') }));
        apply(new Set());
        // Once for each refusal; the functions are new on every drawing.
    }, [stale]); // eslint-disable-line react-hooks/exhaustive-deps
    useEffect(() => {
        if (!again) return;
        set_again(false);
        void (async () => {
            if (await form.submit()) (props.after_save ?? close)();
        })();
    }, [again]); // eslint-disable-line react-hooks/exhaustive-deps
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
                    {stale && props.merge && theirs && found ? (
                        settles_itself ? null : (
                            <Conflict
                                busy={form.busy}
                                rows={found.conflicts.map((field) => ({
                                    field: String(field),
                                    label: props.merge!.label(field),
                                    before: props.merge!.text(field, form.base[field], stale.current),
                                    theirs: props.merge!.text(field, theirs[field], stale.current),
                                    mine: props.merge!.text(field, form.values[field], stale.current),
                                }))}
                                taken={found.taken.map((field) => props.merge!.label(field))}
                                merge={apply}
                            />
                        )
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
