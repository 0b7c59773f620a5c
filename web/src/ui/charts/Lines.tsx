// One or two lines over ordered points: the Pareto curve and the reserve "before and after".
import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { ReactNode } from 'react';
import { Figure, use_marks } from './frame';
import classes from './charts.module.css';

export interface LinePoint {
    key: string;
    values: number[];
    tick?: string;
    tip: string[];
}
interface Props {
    label: string;
    points: LinePoint[];
    kinds: ('line' | 'before' | 'after')[];
    legend?: string[];
    height?: number;
    filled?: boolean;
    axis(value: number): string;
    domain?: [number, number];
    guides?: number[];
    /** What a point opens: its figures and the way to their rows. */
    explain?(point: LinePoint): ReactNode;
    /** Position on the x axis; equal steps when absent. */
    at?(point: LinePoint, index: number): number;
}

export function Lines({ label, points, kinds, legend, height = 200, filled, axis, domain, guides, at, explain }: Props) {
    const { tip, opened, mark_props } = use_marks(points.length, 0, explain && ((index) => (points[index] ? explain(points[index]) : null)));
    const left = 64;
    const bottom = 22;
    const top = 10;
    const position = at ?? ((_: LinePoint, index: number) => index);
    return (
        <Figure
            label={label}
            height={height}
            tip={tip}
            opened={opened}
            legend={legend?.map((text, index) => (
                <span key={text}><i className={`${classes.swatch} ${classes[kinds[index] ?? 'line']}`} />{text}</span>
            ))}
        >
            {(width) => {
                const [low, high] = domain ?? (extent(points.flatMap((point) => point.values)) as [number, number]);
                const y = scaleLinear([Math.min(0, low ?? 0), Math.max(1, high ?? 1)], [height - bottom, top]);
                if (!domain) y.nice(4);
                const [first, last] = extent(points, position) as [number, number];
                const x = scaleLinear([first ?? 0, Math.max((first ?? 0) + 1, last ?? 1)], [left, width - 6]);
                const every = Math.max(1, Math.ceil(points.filter((point) => point.tick).length / Math.max(2, Math.floor((width - left) / 56))));
                let shown = 0;
                return (
                    <>
                        {y.ticks(4).map((tick) => (
                            <g key={tick} aria-hidden="true">
                                <line className={tick === 0 ? classes.base : classes.grid} x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
                                <text className={classes.axis} x={left - 8} y={y(tick)} dy="0.32em" textAnchor="end">{axis(tick)}</text>
                            </g>
                        ))}
                        {guides?.map((guide) => <line key={guide} className={classes.zero} x1={left} x2={width} y1={y(guide)} y2={y(guide)} />)}
                        {filled ? (
                            <path
                                className={classes.area}
                                d={area<LinePoint>().x((point, index) => x(position(point, index))).y0(y(0)).y1((point) => y(point.values[0] ?? 0))(points) ?? ''}
                            />
                        ) : null}
                        {kinds.map((kind, series) => (
                            <path
                                key={kind}
                                className={`${classes.line} ${kind === 'line' ? '' : classes[kind]}`}
                                d={line<LinePoint>().x((point, index) => x(position(point, index))).y((point) => y(point.values[series] ?? 0))(points) ?? ''}
                            />
                        ))}
                        {points.map((point, index) => {
                            const cx = x(position(point, index));
                            const cy = y(point.values.at(-1) ?? 0);
                            return (
                                <g key={point.key} {...mark_props(index, { x: cx, y: cy, text: point.tip })}>
                                    <circle cx={cx} cy={cy} r={11} fill="transparent" />
                                    {kinds.length === 1 && points.length <= 40 ? <circle className={classes.dot} cx={cx} cy={cy} r={2.4} /> : null}
                                    <circle className={classes.ring} cx={cx} cy={cy} r={6} />
                                </g>
                            );
                        })}
                        {points.map((point, index) => {
                            if (!point.tick) return null;
                            shown += 1;
                            if ((shown - 1) % every !== 0) return null;
                            return (
                                <text key={point.key} className={classes.axis} x={x(position(point, index))} y={height - 5} textAnchor="middle" aria-hidden="true">
                                    {point.tick}
                                </text>
                            );
                        })}
                    </>
                );
            }}
        </Figure>
    );
}

/** A line without axes for a cell; the number beside it carries the meaning. */
export function Sparkline({ values, width = 84, height = 22 }: { values: number[]; width?: number; height?: number }) {
    if (values.length < 2) return null;
    const [low, high] = extent(values) as [number, number];
    const x = scaleLinear([0, values.length - 1], [2, width - 4]);
    const y = scaleLinear([low, high === low ? low + 1 : high], [height - 3, 3]);
    const path = line<number>((_, index) => x(index), (value) => y(value))(values) ?? '';
    return (
        <svg className={classes.spark} width={width} height={height} aria-hidden="true">
            <path className={classes.line} d={path} style={{ strokeWidth: 1.5 }} />
            <circle className={classes.dot} cx={x(values.length - 1)} cy={y(values.at(-1) ?? 0)} r={2.2} />
        </svg>
    );
}
