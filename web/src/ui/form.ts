// The state of a form: what was loaded, what is typed, what the server refused.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Problem } from '../api/client';
import { useI18n } from '../i18n/provider';
import { field_text } from './notices';

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
    /** The values as they were loaded. */
    base: T;
    /** Goes on from what somebody else saved meanwhile, with the values that are to hold. */
    rebase(base: T, values: T): void;
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
        base,
        rebase: (next, merged) => {
            set_base(next);
            set_values(merged);
            set_problem(null);
        },
    };
}
