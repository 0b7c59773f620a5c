// From the start to the end by steps: upright bars on a desk, lying ones on a phone. Growth is full, loss is hatched, and
// every bar says its amount with its sign; every bar is a button.
import { scaleBand, scaleLinear } from 'd3-scale';
import { useId, type ReactNode } from 'react';
import { Figure, use_marks } from './frame';
import { floor_of, spans_of, type Span, type WaterfallStep } from './waterfall';
import classes from './charts.module.css';

export interface WaterfallBar extends WaterfallStep {
    name: string;
    /** The amount with its sign. */
    text: string;
    tip: string[];
}
interface Props {
    label: string;
    bars: WaterfallBar[];
    height?: number;
    axis(value: number): string;
    /** Said under the chart when the axis does not begin at zero. */
    broken(from: number): string;
    legend: [string, string, string];
    explain(bar: WaterfallBar): ReactNode;
}

const narrow = 680;
const lying_row = 40;

/** The edge of a total that is not drawn down to zero. */
function torn(x: number, y: number, size: number, upright: boolean): string {
    const teeth = 6;
    const step = size / teeth;
    return Array.from({ length: teeth + 1 }, (_, index) => {
        const along = index * step;
        const across = index % 2 ? -4 : 2;
        return `${index ? 'L' : 'M'}${upright ? `${x + along} ${y + across}` : `${x - across} ${y + along}`}`;
    }).join('');
}

export function Waterfall({ label, bars, height = 300, axis, broken, legend, explain }: Props) {
    const { tip, opened, mark_props } = use_marks(bars.length, 0, (index) => (bars[index] ? explain(bars[index]) : null));
    const pattern = useId();
    const spans = spans_of(bars);
    const floor = floor_of(spans);
    const high = Math.max(floor + 1, ...spans.flatMap((span) => [span.from, span.to]));
    const low = Math.min(floor, ...spans.flatMap((span) => [span.from, span.to]).filter((level) => level < 0));
    const clamp = (level: number) => Math.max(floor === 0 ? level : floor, level);
    const fill = (span: Span) => (span.kind === 'down' ? { fill: `url(#${pattern})` } : {});
    const looks = (span: Span) => `${classes.step} ${span.kind === 'up' ? classes.up : span.kind === 'down' ? classes.down : classes.total}`;
    const defs = (
        <defs>
            <pattern id={pattern} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect width="7" height="7" className={classes.hatchground} />
                <rect width="2.6" height="7" className={classes.hatch} />
            </pattern>
        </defs>
    );
    const chart_height = (width: number) => (width > 0 && width < narrow ? bars.length * lying_row + 4 : height);
    return (
        <Figure
            label={label}
            height={height}
            height_of={chart_height}
            tip={tip}
            opened={opened}
            legend={
                <>
                    <span><i className={`${classes.swatch} ${classes.totalswatch}`} />{legend[0]}</span>
                    <span><i className={classes.swatch} />{legend[1]}</span>
                    <span><i className={`${classes.swatch} ${classes.hatchswatch}`} />{legend[2]}</span>
                    {floor > 0 ? <span>{broken(floor)}</span> : null}
                </>
            }
        >
            {(width) => {
                if (width < narrow) {
                    const left = 84;
                    const right = 96;
                    const x = scaleLinear([low, high], [left, width - right]);
                    return (
                        <>
                            {defs}
                            {bars.map((bar, index) => {
                                const span = spans[index]!;
                                const at = x(clamp(Math.min(span.from, span.to)));
                                const size = Math.max(2, x(Math.max(span.from, span.to)) - at);
                                const y = index * lying_row + 6;
                                return (
                                    <g key={bar.key} {...mark_props(index, { x: at + size / 2, y, text: bar.tip })}>
                                        <rect x={0} y={y - 6} width={width} height={lying_row} fill="transparent" />
                                        <text className={classes.stepname} x={0} y={y + 14} dy="0.32em" aria-hidden="true">{bar.name}</text>
                                        <rect className={looks(span)} {...fill(span)} x={at} y={y} width={size} height={28} rx={3} />
                                        {floor > 0 && span.kind === 'total' ? <path className={classes.torn} d={torn(at + 8, y, 28, false)} /> : null}
                                        <rect className={classes.ring} x={at - 3} y={y - 3} width={size + 6} height={34} rx={5} />
                                        <text className={classes.stepvalue} x={width} y={y + 14} dy="0.32em" textAnchor="end" aria-hidden="true">{bar.text}</text>
                                        {index + 1 < bars.length ? <line className={classes.joint} x1={x(clamp(span.to))} x2={x(clamp(span.to))} y1={y + 28} y2={y + lying_row} /> : null}
                                    </g>
                                );
                            })}
                        </>
                    );
                }
                const left = 74;
                const bottom = 26;
                const top = 26;
                const y = scaleLinear([low, high], [height - bottom, top]).nice(4);
                if (floor > 0) y.domain([floor, y.domain()[1] ?? high]);
                const x = scaleBand(bars.map((bar) => bar.key), [left, width]).paddingInner(0.34).paddingOuter(0.14);
                return (
                    <>
                        {defs}
                        {y.ticks(4).map((tick) => (
                            <g key={tick} aria-hidden="true">
                                <line className={tick === 0 ? classes.base : classes.grid} x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
                                <text className={classes.axis} x={left - 8} y={y(tick)} dy="0.32em" textAnchor="end">{axis(tick)}</text>
                            </g>
                        ))}
                        {bars.map((bar, index) => {
                            const span = spans[index]!;
                            const at = x(bar.key) ?? 0;
                            const from = y(Math.max(span.from, span.to));
                            const to = y(clamp(Math.min(span.from, span.to)));
                            const size = Math.max(2, to - from);
                            const next = bars[index + 1];
                            return (
                                <g key={bar.key} {...mark_props(index, { x: at + x.bandwidth() / 2, y: from - 14, text: bar.tip })}>
                                    <rect x={at - x.step() * 0.16} y={0} width={x.step()} height={height} fill="transparent" />
                                    <rect className={looks(span)} {...fill(span)} x={at} y={from} width={x.bandwidth()} height={size} rx={Math.min(3, size / 2)} />
                                    {floor > 0 && span.kind === 'total' ? <path className={classes.torn} d={torn(at, to - 10, x.bandwidth(), true)} /> : null}
                                    <rect className={classes.ring} x={at - 3} y={from - 3} width={x.bandwidth() + 6} height={size + 6} rx={5} />
                                    <text className={classes.stepvalue} x={at + x.bandwidth() / 2} y={from - 8} textAnchor="middle" aria-hidden="true">{bar.text}</text>
                                    <text className={classes.stepname} x={at + x.bandwidth() / 2} y={height - 7} textAnchor="middle" aria-hidden="true">{bar.name}</text>
                                    {next ? <line className={classes.joint} x1={at + x.bandwidth()} x2={x(next.key) ?? 0} y1={y(clamp(span.to))} y2={y(clamp(span.to))} /> : null}
                                </g>
                            );
                        })}
                        {floor > 0 ? <line className={classes.base} x1={left} x2={width} y1={height - bottom} y2={height - bottom} aria-hidden="true" /> : null}
                    </>
                );
            }}
        </Figure>
    );
}
