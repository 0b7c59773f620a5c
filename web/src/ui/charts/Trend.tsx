// A small line over months for a card: its last point is marked, the others answer to the pointer and to the arrow keys.
import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { ReactNode } from 'react';
import { Figure, use_marks } from './frame';
import classes from './charts.module.css';

export interface TrendMark {
    key: string;
    value: number | null;
    tick: string;
    tip: string[];
}
interface Props {
    label: string;
    points: TrendMark[];
    height?: number;
    /** A level that means something, as a hundred percent does; drawn only when it is in sight. */
    guide?: number;
    explain(point: TrendMark): ReactNode;
}
interface Known extends TrendMark {
    value: number;
    at: number;
}

export function Trend({ label, points, height = 62, guide, explain }: Props) {
    const known = points.flatMap((point, at): Known[] => (point.value === null ? [] : [{ ...point, value: point.value, at }]));
    const { tip, opened, mark_props } = use_marks(known.length, Math.max(0, known.length - 1), (index) => (known[index] ? explain(known[index]) : null));
    const bottom = 16;
    return (
        <Figure label={label} height={height} tip={tip} opened={opened}>
            {(width) => {
                const [low, high] = extent(known, (point) => point.value) as [number, number];
                // A change of a few percent must not look like a cliff.
                const spread = Math.max(high - low, Math.abs(high) * 0.04, 0.01);
                const middle = (high + low) / 2;
                const y = scaleLinear([middle - spread * 0.6, middle + spread * 0.6], [height - bottom - 3, 6]);
                const x = scaleLinear([0, Math.max(1, points.length - 1)], [4, width - 6]);
                const across = (point: Known) => x(point.at);
                const up = (point: Known) => y(point.value);
                const half = (width - 10) / Math.max(1, points.length - 1) / 2;
                return (
                    <>
                        {guide !== undefined && Math.abs(guide - middle) <= spread * 0.6 ? (
                            <line className={classes.level} x1={0} x2={width} y1={y(guide)} y2={y(guide)} aria-hidden="true" />
                        ) : null}
                        <path className={classes.area} d={area<Known>().x(across).y0(height - bottom).y1(up)(known) ?? ''} aria-hidden="true" />
                        <path className={`${classes.line} ${classes.thin}`} d={line<Known>().x(across).y(up)(known) ?? ''} aria-hidden="true" />
                        {known.map((point, index) => (
                            <g key={point.key} {...mark_props(index, { x: across(point), y: up(point), text: point.tip })}>
                                <rect x={across(point) - half} y={0} width={half * 2} height={height - bottom} fill="transparent" />
                                <circle className={`${classes.dot} ${index === known.length - 1 ? '' : classes.hidden}`} cx={across(point)} cy={up(point)} r={3} />
                                <circle className={classes.ring} cx={across(point)} cy={up(point)} r={6} />
                            </g>
                        ))}
                        <g aria-hidden="true">
                            <text className={classes.axis} x={0} y={height - 2}>{points[0]?.tick}</text>
                            <text className={classes.axis} x={width} y={height - 2} textAnchor="end">{points.at(-1)?.tick}</text>
                        </g>
                    </>
                );
            }}
        </Figure>
    );
}
