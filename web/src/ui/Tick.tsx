// The browser's own box: a table of a thousand of them stays light.
import { useEffect, useRef } from 'react';
import classes from './parts.module.css';

interface Props {
    label: string;
    checked: boolean;
    partly?: boolean;
    /** In a grid the keys of the grid do its work. */
    in_grid?: boolean;
    change?(): void;
}

export function Tick({ label, checked, partly = false, in_grid, change }: Props) {
    const box = useRef<HTMLInputElement>(null);
    useEffect(() => {
        if (box.current) box.current.indeterminate = partly;
    }, [partly]);
    return <input ref={box} type="checkbox" className={classes.tick} tabIndex={in_grid ? -1 : undefined} aria-label={label} checked={checked} onChange={() => change?.()} />;
}
