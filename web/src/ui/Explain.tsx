// A number that explains itself: a button which opens its formula in words, its inputs, the day it holds for
// and the way to its rows.
import { Popover } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useI18n } from '../i18n/provider';
import classes from './parts.module.css';

export interface Explanation {
    title: string;
    formula: string;
    lines?: { label: string; value: ReactNode }[];
    total?: { label: string; value: ReactNode };
    as_of?: string | null;
    /** Where the rows behind the number are. */
    rows?: ReactNode;
}

export function Explained({ explanation, children, label }: { explanation: Explanation; children: ReactNode; label?: string }) {
    const { t } = useI18n();
    const [open, set_open] = useState(false);
    return (
        <Popover opened={open} onChange={set_open} width={330} position="bottom-start" withinPortal trapFocus returnFocus withRoles>
            <Popover.Target>
                <button type="button" className={classes.explained} onClick={() => set_open(!open)} aria-label={label} title={t('explain.open')}>
                    {children}
                </button>
            </Popover.Target>
            <Popover.Dropdown aria-label={explanation.title} role="dialog">
                {open ? <ExplanationBody explanation={explanation} close={() => set_open(false)} /> : null}
            </Popover.Dropdown>
        </Popover>
    );
}

export function ExplanationBody({ explanation, close }: { explanation: Explanation; close?(): void }) {
    const i18n = useI18n();
    return (
        <div className={classes.explanation} tabIndex={-1} data-autofocus>
            <h3>{explanation.title}</h3>
            <p className={classes.formula}>{explanation.formula}</p>
            {explanation.lines?.length || explanation.total ? (
                <table>
                    <tbody>
                        {explanation.lines?.map((line) => (
                            <tr key={line.label}>
                                <td>{line.label}</td>
                                <td>{line.value}</td>
                            </tr>
                        ))}
                        {explanation.total ? (
                            <tr className={classes.total}>
                                <td>{explanation.total.label}</td>
                                <td>{explanation.total.value}</td>
                            </tr>
                        ) : null}
                    </tbody>
                </table>
            ) : null}
            {explanation.as_of || explanation.rows ? (
                <div className={classes.foot}>
                    <span>{explanation.as_of ? i18n.t('explain.as_of', { day: explanation.as_of }) : ''}</span>
                    {/* A link to the rows closes the popover on its way. */}
                    <span role="presentation" onClick={close} onKeyDown={() => undefined}>{explanation.rows}</span>
                </div>
            ) : null}
        </div>
    );
}
