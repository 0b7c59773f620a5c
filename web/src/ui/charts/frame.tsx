// What all charts share: the measured width, one stop for Tab with arrow keys inside, and the tip over a mark.
import { useElementSize } from '@mantine/hooks';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
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

export function use_marks(count: number, start = 0) {
    const [active, set_active] = useState(start);
    const [tip, set_tip] = useState<Tip | null>(null);
    const current = Math.min(active, Math.max(0, count - 1));
    const mark_props = (index: number, place: Tip, open?: () => void) => ({
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
        onClick: open,
        onKeyDown: (event: KeyboardEvent<SVGGElement>) => {
            if ((event.key === 'Enter' || event.key === ' ') && open) {
                event.preventDefault();
                open();
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
    return { tip, mark_props };
}

export function Figure({ label, height, children, tip, legend }: {
    label: string;
    height: number;
    tip: Tip | null;
    legend?: ReactNode;
    children(width: number): ReactNode;
}) {
    const { ref, width } = useElementSize<HTMLDivElement>();
    return (
        <figure className={classes.figure}>
            <div ref={ref} style={{ position: 'relative' }}>
                <svg role="group" aria-label={label} height={height} viewBox={`0 0 ${Math.max(1, width)} ${height}`}>
                    {width > 0 ? children(width) : null}
                </svg>
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
