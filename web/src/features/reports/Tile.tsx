// A number of a report that stands alone: what it is, how much, and one line of what it rests on.
import type { ReactNode } from 'react';
import { useI18n } from '../../i18n/provider';
import { Figure, type Answer } from '../../records/Figure';
import classes from './reports.module.css';

interface Props {
    answer: Answer;
    /** As it is shown, shorter than in the explanation; null when nobody knows. */
    shown: string | null;
    note?: ReactNode;
    tone?: 'good' | 'bad';
}
export function Tile({ answer, shown, note, tone }: Props) {
    const { t } = useI18n();
    return (
        <article className={classes.card} aria-label={answer.title}>
            <h3>{answer.title}</h3>
            <div className={`${classes.value} ${tone ?? ''}`} data-missing={shown === null}>
                <Figure of={{ figure: 'answer', answer }}>{shown ?? t('value.unknown')}</Figure>
            </div>
            {note ? <p className={classes.change}>{note}</p> : null}
        </article>
    );
}

/** A number in a table; `label` names it where rows are cards. */
export function Cell({ answer, shown, label, strong, tone }: { answer: Answer; shown: string; label?: string; strong?: boolean; tone?: 'good' | 'bad' }) {
    return (
        <td className={`right number ${strong ? 'strong' : ''} ${tone ?? ''}`} data-label={label}>
            <Figure quiet of={{ figure: 'answer', answer }}>{shown}</Figure>
        </td>
    );
}

/** The places of tiles before the answer is here, so that nothing jumps. */
export function Waiting({ count }: { count: number }) {
    return <div className={classes.rates}>{Array.from({ length: count }, (_, index) => <div key={index} className={classes.card} style={{ height: 104 }} />)}</div>;
}
