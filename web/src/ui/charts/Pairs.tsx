// Two bars beside each other in every group: what is and what would be, what is spent and what is earned.
import { max } from 'd3-array';
import { scaleBand, scaleLinear } from 'd3-scale';
import type { ReactNode } from 'react';
import { Figure, use_marks } from './frame';
import classes from './charts.module.css';

export interface Pair {
    key: string;
    values: [number, number];
    /** Said above the bars, where there is room. */
    texts?: [string, string];
    tick: string;
    tip: string[];
}
interface Props {
    label: string;
    pairs: Pair[];
    height?: number;
    axis(value: number): string;
    legend: [string, string];
    explain?(pair: Pair): ReactNode;
}

export function Pairs({ label, pairs, height = 240, axis, legend, explain }: Props) {
    const { tip, opened, mark_props } = use_marks(pairs.length, 0, explain && ((index) => (pairs[index] ? explain(pairs[index]) : null)));
    const left = 64;
    const bottom = 22;
    const top = 20;
    return (
        <Figure
            label={label}
            height={height}
            tip={tip}
            opened={opened}
            legend={
                <>
                    <span><i className={classes.swatch} />{legend[0]}</span>
                    <span><i className={`${classes.swatch} ${classes.totalswatch}`} />{legend[1]}</span>
                </>
            }
        >
            {(width) => {
                const y = scaleLinear([0, Math.max(1, max(pairs.flatMap((one) => one.values)) ?? 1)], [height - bottom, top]).nice(4);
                const x = scaleBand(pairs.map((one) => one.key), [left, width]).paddingInner(0.3).paddingOuter(0.15);
                const half = x.bandwidth() / 2;
                const every = Math.max(1, Math.ceil(pairs.length / Math.max(2, Math.floor((width - left) / 46))));
                return (
                    <>
                        {y.ticks(4).map((tick) => (
                            <g key={tick} aria-hidden="true">
                                <line className={tick === 0 ? classes.base : classes.grid} x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
                                <text className={classes.axis} x={left - 8} y={y(tick)} dy="0.32em" textAnchor="end">{axis(tick)}</text>
                            </g>
                        ))}
                        {pairs.map((pair, index) => {
                            const at = x(pair.key) ?? 0;
                            const from = y(Math.max(...pair.values));
                            return (
                                <g key={pair.key} {...mark_props(index, { x: at + half, y: from, text: pair.tip })}>
                                    <rect x={at} y={top} width={x.bandwidth()} height={height - bottom - top} fill="transparent" />
                                    {pair.values.map((value, side) => (
                                        <g key={side === 0 ? 'first' : 'second'}>
                                            <rect
                                                className={`${classes.bar} ${side === 1 ? classes.last : ''}`}
                                                x={at + side * half + (side === 1 ? 1 : 0)}
                                                y={y(Math.max(0, value))}
                                                width={Math.max(1, half - 1)}
                                                height={value > 0 ? Math.max(1, y(0) - y(value)) : 0}
                                                rx={Math.min(2, half / 4)}
                                            />
                                            {pair.texts && half >= 22 ? <text className={classes.stepvalue} x={at + (side + 0.5) * half} y={y(Math.max(0, value)) - 5} textAnchor="middle" aria-hidden="true">{pair.texts[side]}</text> : null}
                                        </g>
                                    ))}
                                    <rect className={classes.ring} x={at - 3} y={from - 3} width={x.bandwidth() + 6} height={Math.max(6, y(0) - from + 6)} rx={4} />
                                </g>
                            );
                        })}
                        {pairs.map((pair, index) =>
                            index % every === 0 ? <text key={pair.key} className={classes.axis} x={(x(pair.key) ?? 0) + half} y={height - 5} textAnchor="middle" aria-hidden="true">{pair.tick}</text> : null,
                        )}
                    </>
                );
            }}
        </Figure>
    );
}
