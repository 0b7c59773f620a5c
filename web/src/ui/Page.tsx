import { useEffect, type ReactNode } from 'react';
import classes from './parts.module.css';

interface PageProps {
    title: string;
    heading?: ReactNode;
    count?: ReactNode;
    crumbs?: ReactNode;
    actions?: ReactNode;
    /** The page is as high as the window and its last part scrolls by itself. */
    fill?: boolean;
    children: ReactNode;
}

/** For a list of tabs that scrolls on a phone: the address may lead to one beyond the edge. */
export function show_active_tab(list: HTMLElement | null): void {
    list?.querySelector<HTMLElement>('[data-active]')?.scrollIntoView?.({ block: 'nearest', inline: 'center' });
}

export function Page({ title, heading, count, crumbs, actions, fill, children }: PageProps) {
    useEffect(() => {
        document.title = `${title} · Klíčník`;
    }, [title]);
    return (
        <div className={`${classes.page} ${fill ? classes.fill : ''}`}>
            {crumbs ? <div className={classes.crumbs}>{crumbs}</div> : null}
            <div className={classes.head}>
                <h1>{title}</h1>
                {heading}
                {count !== undefined ? <span className={classes.count}>{count}</span> : null}
                {actions ? <div className={classes.actions}>{actions}</div> : null}
            </div>
            {children}
        </div>
    );
}

interface PanelProps {
    title?: string;
    actions?: ReactNode;
    note?: ReactNode;
    /** Content reaches the edges (tables). */
    flush?: boolean;
    children: ReactNode;
}

export function Panel({ title, actions, note, flush, children }: PanelProps) {
    return (
        <section className={classes.panel} aria-label={title}>
            {title ? (
                <header>
                    <h2>{title}</h2>
                    {note ? <span className={classes.note}>{note}</span> : null}
                    {actions ? <div className={classes.actions}>{actions}</div> : null}
                </header>
            ) : null}
            <div className={flush ? classes.flush : classes.body} {...(flush ? { tabIndex: 0, role: 'group', 'aria-label': title } : {})}>
                {children}
            </div>
        </section>
    );
}

/** A table wider than its place scrolls in it, also by keys. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
    return <div className="scroll" {...{ tabIndex: 0, role: 'group', 'aria-label': label }}>{children}</div>;
}

export function Kpis({ children }: { children: ReactNode }) {
    return <dl className={classes.kpis}>{children}</dl>;
}
/** `hint` says below the number in plain words what it means. */
export function Kpi({ label, children, note, hint, wide }: { label: string; children: ReactNode; note?: ReactNode; hint?: string; wide?: boolean }) {
    return (
        <div className={classes.kpi} data-wide={wide}>
            <dt title={label}>{label}</dt>
            <dd>
                {children}
                {note ? <small>{note}</small> : null}
            </dd>
            {hint ? <dd className={classes.hint}>{hint}</dd> : null}
        </div>
    );
}

export function Facts({ rows }: { rows: [string, ReactNode][] }) {
    return (
        <dl className={classes.facts}>
            {rows.map(([label, value]) => (
                <FactRow key={label} label={label} value={value} />
            ))}
        </dl>
    );
}
function FactRow({ label, value }: { label: string; value: ReactNode }) {
    return (
        <>
            <dt>{label}</dt>
            <dd>{value}</dd>
        </>
    );
}
