// What both changed, fact by fact: what it was, what is saved now, what I would save; one of the two is chosen for each.
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useI18n } from '../i18n/provider';
import { Alert } from './icons';
import classes from './conflict.module.css';

export interface ConflictRow {
    field: string;
    label: string;
    before: string;
    theirs: string;
    mine: string;
}
interface Props {
    rows: ConflictRow[];
    /** Labels of what is taken over without asking. */
    taken: string[];
    busy: boolean;
    /** Gets the fields in which mine is to hold. */
    merge(mine: Set<string>): void;
}

export default function ConflictPanel({ rows, taken, busy, merge }: Props) {
    const { t } = useI18n();
    const [mine, set_mine] = useState(() => new Set(rows.map((row) => row.field)));
    const choose = (field: string, own: boolean) =>
        set_mine((current) => {
            const next = new Set(current);
            if (own) next.add(field);
            else next.delete(field);
            return next;
        });
    const place = useRef<HTMLElement>(null);
    useEffect(() => {
        place.current?.scrollIntoView({ block: 'start' });
        place.current?.focus({ preventScroll: true });
    }, []);
    return (
        <section ref={place} tabIndex={-1} className={classes.conflict} role="alert" aria-label={t('form.conflict')}>
            <p className={classes.title}><Alert size={16} aria-hidden />{t('form.conflict')}</p>
            <p className="small">{t('form.conflict_intro')}</p>
            <div className="row wrap">
                <Button size="compact-xs" variant="default" onClick={() => set_mine(new Set(rows.map((row) => row.field)))}>{t('form.conflict_all_mine')}</Button>
                <Button size="compact-xs" variant="default" onClick={() => set_mine(new Set())}>{t('form.conflict_all_theirs')}</Button>
            </div>
            {rows.map((row) => (
                <fieldset key={row.field}>
                    <legend>{row.label}<span className="dim small">{` ${t('form.conflict_before')}: ${row.before}`}</span></legend>
                    {([['theirs', row.theirs, false], ['mine', row.mine, true]] as const).map(([whose, text, own]) => (
                        <label key={whose} data-chosen={mine.has(row.field) === own}>
                            <input type="radio" name={`conflict-${row.field}`} checked={mine.has(row.field) === own} onChange={() => choose(row.field, own)} />
                            <span className="dim small">{t(`form.conflict_${whose}`)}</span>
                            <span className={classes.value}>{text}</span>
                        </label>
                    ))}
                </fieldset>
            ))}
            {taken.length ? <p className="small dim">{t('form.conflict_merged', { fields: taken.join(', ') })}</p> : null}
            <Button loading={busy} onClick={() => merge(mine)}>{t('form.conflict_apply')}</Button>
        </section>
    );
}
