// A number that explains itself: a button which opens its formula in words, its inputs, the day it holds for
// and the way to its rows. Closed, it is nothing but a button, so a long list of numbers stays light.
import { Popover } from '@mantine/core';
import { createContext, use, useCallback, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
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

interface Frame {
    title_id: string;
    close(): void;
}
const FrameContext = createContext<Frame | null>(null);

/** Opens and closes; on closing the focus goes back to where it was, unless the person already took it elsewhere. */
export function use_opener(): { opened: boolean; open(): void; close(): void } {
    const [opened, set_opened] = useState(false);
    const before = useRef<Element | null>(null);
    const open = useCallback(() => {
        before.current = document.activeElement;
        set_opened(true);
    }, []);
    const close = useCallback(() => {
        set_opened(false);
        requestAnimationFrame(() => {
            const lost = !document.activeElement || document.activeElement === document.body;
            if (lost && (before.current instanceof HTMLElement || before.current instanceof SVGElement)) before.current.focus({ preventScroll: true });
        });
    }, []);
    return { opened, open, close };
}

/** The open explanation, beside the positioned element it is put into. */
export function ExplainPopover({ close, children }: { close(): void; children: ReactNode }) {
    const title_id = useId();
    // The popover itself hears Escape only once it has the focus, a moment after it is seen; a quick hand is faster.
    useLayoutEffect(() => {
        const on_key = (event: KeyboardEvent) => {
            if (event.key !== 'Escape' || event.isComposing) return;
            event.stopPropagation();
            close();
        };
        window.addEventListener('keydown', on_key, { capture: true });
        return () => window.removeEventListener('keydown', on_key, { capture: true });
    }, [close]);
    return (
        <Popover opened onChange={(opened) => (opened ? undefined : close())} width={340} position="bottom-start" withinPortal trapFocus withRoles={false} closeOnEscape={false}>
            <Popover.Target>
                <span className={classes.anchor} aria-hidden="true" />
            </Popover.Target>
            {/* React hands events of the popover on to the row or card that holds the number; they end here. */}
            <Popover.Dropdown role="dialog" aria-labelledby={title_id} onClick={(event) => event.stopPropagation()} onMouseDown={(event) => event.stopPropagation()}>
                <div tabIndex={-1} data-autofocus className={classes.explanation}>
                    <FrameContext value={{ title_id, close }}>{children}</FrameContext>
                </div>
            </Popover.Dropdown>
        </Popover>
    );
}

interface Props {
    /** Made only when the number is opened. */
    body(): ReactNode;
    children: ReactNode;
    label?: string;
    /** Name of the figure, for tests that walk over all of them. */
    figure?: string;
    /** Underlined only when its row is pointed at; a grid full of dotted lines would be hard to read. */
    quiet?: boolean;
    /** Inside a grid the arrow keys lead here instead of Tab. */
    in_grid?: boolean;
}

export function Explained({ body, children, label, figure, quiet, in_grid }: Props) {
    const { t } = useI18n();
    const { opened, open, close } = use_opener();
    const pressed_while_open = useRef(false);
    return (
        <span className={classes.place}>
            <button
                type="button"
                className={classes.explained}
                data-figure={figure ?? ''}
                data-quiet={quiet}
                tabIndex={in_grid ? -1 : undefined}
                aria-label={label}
                aria-haspopup="dialog"
                aria-expanded={opened}
                title={t('explain.open')}
                onMouseDown={() => (pressed_while_open.current = opened)}
                onClick={(event) => {
                    event.stopPropagation();
                    // The press outside the popover has already closed it; the click must not open it again.
                    if (!pressed_while_open.current) open();
                    pressed_while_open.current = false;
                }}
            >
                {children}
            </button>
            {opened ? <ExplainPopover close={close}>{body()}</ExplainPopover> : null}
        </span>
    );
}

export function ExplanationBody({ explanation }: { explanation: Explanation }) {
    const i18n = useI18n();
    const frame = use(FrameContext);
    return (
        <>
            <h3 id={frame?.title_id}>{explanation.title}</h3>
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
                    <span role="presentation" data-rows onClick={frame?.close} onKeyDown={() => undefined}>{explanation.rows}</span>
                </div>
            ) : null}
        </>
    );
}
