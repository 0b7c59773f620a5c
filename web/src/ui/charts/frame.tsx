// What all charts share: the measured width, one stop for Tab with arrow keys inside, and the tip over a mark.
import { useElementSize } from '@mantine/hooks';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { ExplainPopover, use_opener } from '../Explain';
import classes from './charts.module.css';

export interface Tip {
    x: number;
    y: number;
    text: string[];
}

/** Index of the mark after an arrow, Home or End key; null when the key means nothing. */
export function next_mark(key: string, current: number, count: number): number | null {
    switch (key) {
        case 'ArrowRight':
        case 'ArrowDown':
            return Math.min(count - 1, current + 1);
        case 'ArrowLeft':
        case 'ArrowUp':
            return Math.max(0, current - 1);
        case 'Home':
            return 0;
        case 'End':
            return count - 1;
        default:
            return null;
    }
}

/** `explain` makes what a mark opens beside itself, by the index of the mark. */
export function use_marks(count: number, start = 0, explain?: (index: number) => ReactNode) {
    const [active, set_active] = useState(start);
    const [tip, set_tip] = useState<Tip | null>(null);
    const [pinned, set_pinned] = useState<{ place: Tip; index: number } | null>(null);
    const opener = use_opener();
    const current = Math.min(active, Math.max(0, count - 1));
    const pin = (index: number, place: Tip) => {
        set_tip(null);
        set_pinned({ place, index });
        opener.open();
    };
    const opened = opener.opened && pinned && explain ? { place: pinned.place, body: explain(pinned.index), close: opener.close } : null;
    const mark_props = (index: number, place: Tip) => ({
        className: classes.mark,
        tabIndex: index === current ? 0 : -1,
        role: 'button',
        'aria-label': place.text.join(', '),
        onMouseEnter: () => set_tip(place),
        onMouseLeave: () => set_tip(null),
        onFocus: () => {
            set_active(index);
            set_tip(place);
        },
        onBlur: () => set_tip(null),
        'aria-haspopup': explain ? ('dialog' as const) : undefined,
        'data-figure': explain ? 'mark' : undefined,
        onClick: explain
            ? (event: { currentTarget: SVGGElement }) => {
                  event.currentTarget.focus();
                  pin(index, place);
              }
            : undefined,
        onKeyDown: (event: KeyboardEvent<SVGGElement>) => {
            if ((event.key === 'Enter' || event.key === ' ') && explain) {
                event.preventDefault();
                pin(index, place);
                return;
            }
            const next = next_mark(event.key, index, count);
            if (next === null) return;
            event.preventDefault();
            set_active(next);
            const marks = event.currentTarget.closest('svg')?.querySelectorAll<SVGGElement>(`.${classes.mark}`);
            marks?.[next]?.focus();
        },
    });
    return { tip, opened, mark_props };
}

export function Figure({ label, height: usual, height_of, children, tip, opened, legend }: {
    label: string;
    height: number;
    /** A chart that is drawn otherwise on a phone has another height there. */
    height_of?(width: number): number;
    tip: Tip | null;
    opened?: { place: Tip; body: ReactNode; close(): void } | null;
    legend?: ReactNode;
    children(width: number): ReactNode;
}) {
    const { ref, width } = useElementSize<HTMLDivElement>();
    const height = height_of?.(width) ?? usual;
    return (
        <figure className={classes.figure}>
            <div ref={ref} style={{ position: 'relative' }}>
                <svg role="group" aria-label={label} height={height} viewBox={`0 0 ${Math.max(1, width)} ${height}`}>
                    {width > 0 ? children(width) : null}
                </svg>
                {opened ? (
                    <div style={{ position: 'absolute', left: opened.place.x, top: opened.place.y, width: 1, height: 12 }}>
                        <ExplainPopover close={opened.close}>{opened.body}</ExplainPopover>
                    </div>
                ) : null}
                {tip ? (
                    <div className={classes.tip} aria-hidden="true" style={{ left: Math.max(70, Math.min(width - 70, tip.x)), top: Math.max(46, tip.y) }}>
                        {tip.text.map((line) => (
                            <div key={line}>{line}</div>
                        ))}
                    </div>
                ) : null}
            </div>
            {legend ? <figcaption className={classes.legend}>{legend}</figcaption> : null}
        </figure>
    );
}
