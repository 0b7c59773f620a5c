import { Skeleton } from '@mantine/core';
import classes from './parts.module.css';

/** The shape of a page before its part has arrived; never a spinner. */
export function keep_scroll_pending() {
    return (
        <div className={classes.page} aria-hidden="true">
            <Skeleton height={26} width={220} />
            <Skeleton height={70} />
            <Skeleton height={320} />
        </div>
    );
}
