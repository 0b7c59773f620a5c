// Bars by month with an optional line over them; every bar is a button that says its value.
import { extent } from 'd3-array';
import { scaleBand, scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { ReactNode } from 'react';
import { Figure, use_marks } from './frame';
import classes from './charts.module.css';

export interface Bar {
    key: string;
    value: number;
    /** Second measure, drawn as a line. */
    over?: number;
    tick: string;
    tip: string[];
}
interface Props {
    label: string;
    bars: Bar[];
    height?: number;
    axis(value: number): string;
    /** What a bar opens: its figures and the way to their rows. */
    explain?(bar: Bar): ReactNode;
    legend?: [string, string?];
}

export function Bars({ label, bars, height = 220, axis, explain, legend }: Props) {
    const { tip, opened, mark_props } = use_marks(bars.length, Math.max(0, bars.length - 1), explain && ((index) => (bars[index] ? explain(bars[index]) : null)));
    const left = 64;
    const bottom = 22;
    const top = 8;
    return (
        <Figure
            label={label}
            height={height}
            tip={tip}
            opened={opened}
            legend={
                legend ? (
                    <>
                        <span><i className={classes.swatch} />{legend[0]}</span>
                        {legend[1] ? <span><i className={`${classes.swatch} ${classes.second}`} />{legend[1]}</span> : null}
                    </>
                ) : null
            }
        >
            {(width) => {
                const values = bars.flatMap((bar) => (bar.over === undefined ? [bar.value] : [bar.value, bar.over]));
                const [low, high] = extent(values) as [number, number];
                const y = scaleLinear([Math.min(0, low ?? 0), Math.max(1, high ?? 1)], [height - bottom, top]).nice(4);
                const x = scaleBand(bars.map((bar) => bar.key), [left, width]).paddingInner(0.22).paddingOuter(0.1);
                const every = Math.max(1, Math.ceil(bars.length / Math.max(2, Math.floor((width - left) / 46))));
                const path = line<Bar>()
                    .x((bar) => (x(bar.key) ?? 0) + x.bandwidth() / 2)
                    .y((bar) => y(bar.over ?? 0));
                return (
                    <>
                        {y.ticks(4).map((tick) => (
                            <g key={tick} aria-hidden="true">
                                <line className={tick === 0 ? classes.base : classes.grid} x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
                                <text className={classes.axis} x={left - 8} y={y(tick)} dy="0.32em" textAnchor="end">{axis(tick)}</text>
                            </g>
                        ))}
                        {bars.map((bar, index) => {
                            const from = y(Math.max(0, bar.value));
                            const to = y(Math.min(0, bar.value));
                            const at = x(bar.key) ?? 0;
                            return (
                                <g key={bar.key} {...mark_props(index, { x: at + x.bandwidth() / 2, y: from, text: bar.tip })}>
                                    <rect x={at} y={top} width={x.bandwidth()} height={height - bottom - top} fill="transparent" />
                                    <rect
                                        className={`${classes.bar} ${bar.value < 0 ? classes.negative : index === bars.length - 1 ? classes.last : ''}`}
                                        x={at}
                                        y={from}
                                        width={x.bandwidth()}
                                        height={Math.max(bar.value === 0 ? 0 : 1, to - from)}
                                        rx={Math.min(3, x.bandwidth() / 4)}
                                    />
                                    <rect className={classes.ring} x={at - 2} y={Math.min(from, to) - 2} width={x.bandwidth() + 4} height={Math.max(4, to - from + 4)} rx={4} />
                                </g>
                            );
                        })}
                        {bars.some((bar) => bar.over !== undefined) ? <path className={classes.second} d={path(bars) ?? ''} pointerEvents="none" aria-hidden="true" /> : null}
                        {bars.map((bar, index) =>
                            (bars.length - 1 - index) % every === 0 ? (
                                <text key={bar.key} className={classes.axis} x={(x(bar.key) ?? 0) + x.bandwidth() / 2} y={height - 5} textAnchor="middle" aria-hidden="true">
                                    {bar.tick}
                                </text>
                            ) : null,
                        )}
                    </>
                );
            }}
        </Figure>
    );
}
