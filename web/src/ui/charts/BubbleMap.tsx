// The portfolio map: position × attractiveness, size = money, colour and letter = tier. Names are placed only where
// they do not cover one another; every bubble is a button.
import { max } from 'd3-array';
import { scaleLinear, scaleSqrt } from 'd3-scale';
import { useMemo, type ReactNode } from 'react';
import { Figure, use_marks } from './frame';
import classes from './charts.module.css';

export interface Bubble {
    key: string;
    name: string;
    tier: string | null;
    x: number;
    y: number;
    size: number;
    tip: string[];
}
interface Props {
    label: string;
    bubbles: Bubble[];
    x_label: string;
    y_label: string;
    x_split: number;
    y_split: number;
    quadrants: [string, string, string, string];
    height?: number;
    axis(value: number): string;
    /** What a bubble opens: its figures and the way to its client. */
    explain(bubble: Bubble): ReactNode;
}

interface Box {
    left: number;
    right: number;
    top: number;
    bottom: number;
}
/** Where the name of a bubble stands. */
interface Place {
    x: number;
    y: number;
    anchor: 'start' | 'end' | 'middle';
}

/** The largest has its name whatever is around it. */
const always_named = 1;

const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export function BubbleMap(props: Props) {
    const { bubbles, height = 520, x_split, y_split } = props;
    // Small ones last, so that a large neighbour never hides them.
    const ordered = useMemo(() => [...bubbles].sort((a, b) => b.size - a.size), [bubbles]);
    const { tip, opened, mark_props } = use_marks(ordered.length, 0, (index) => (ordered[index] ? props.explain(ordered[index]) : null));
    const left = 52;
    const bottom = 40;
    const top = 12;
    return (
        <Figure label={props.label} height={height} tip={tip} opened={opened}>
            {(width) => {
                const biggest = width < 500 ? 24 : 40;
                const radius = scaleSqrt([0, Math.max(1, max(ordered, (bubble) => bubble.size) ?? 1)], [width < 500 ? 5 : 7, biggest]);
                const x = scaleLinear([0, 10_000], [left + 14, width - biggest - 6]);
                const y = scaleLinear([0, 10_000], [height - bottom - 12, top + 22]);
                const placed: Box[] = [];
                const named = new Map<string, Place>();
                for (const [rank, bubble] of ordered.slice(0, 60).entries()) {
                    const r = radius(Math.max(0, bubble.size));
                    const wide = Math.min(bubble.name.length, 24) * 5.9;
                    const cx = x(bubble.x);
                    const cy = y(bubble.y);
                    // Beside the bubble, below or above it, else at its corners. Whom the map is about has a name even over a neighbour.
                    const beside: Place[] = [
                        { x: cx + r + 4, y: cy, anchor: 'start' },
                        { x: cx - r - 4, y: cy, anchor: 'end' },
                        { x: Math.min(cx, width - wide / 2), y: cy + r + 9, anchor: 'middle' },
                        { x: Math.min(cx, width - wide / 2), y: cy - r - 9, anchor: 'middle' },
                        { x: cx + r * 0.8, y: cy - r * 0.8 - 4, anchor: 'start' },
                        { x: cx + r * 0.8, y: cy + r * 0.8 + 4, anchor: 'start' },
                        { x: cx - r * 0.8, y: cy - r * 0.8 - 4, anchor: 'end' },
                        { x: cx - r * 0.8, y: cy + r * 0.8 + 4, anchor: 'end' },
                    ];
                    const tries = beside.map((place) => ({ place, over: false })).concat(rank < always_named ? beside.map((place) => ({ place, over: true })) : []);
                    for (const { place, over } of tries) {
                        const from = place.anchor === 'start' ? place.x : place.anchor === 'end' ? place.x - wide : place.x - wide / 2;
                        const box = { left: from, right: from + wide, top: place.y - 7, bottom: place.y + 7 };
                        if (box.right > width || box.left < left || box.top < top || box.bottom > height - bottom) continue;
                        if (placed.some((other) => overlap(other, box))) continue;
                        const covers = ordered.some((other) => {
                            if (other === bubble) return false;
                            const size = radius(Math.max(0, other.size)) * 0.8;
                            return overlap(box, { left: x(other.x) - size, right: x(other.x) + size, top: y(other.y) - size, bottom: y(other.y) + size });
                        });
                        if (covers && !over) continue;
                        placed.push(box);
                        named.set(bubble.key, place);
                        break;
                    }
                }
                const middle_x = x(x_split);
                const middle_y = y(y_split);
                const ticks = [0, 2500, 5000, 7500, 10_000];
                return (
                    <>
                        <g aria-hidden="true">
                            <rect className={classes.shade} x={middle_x} y={top} width={Math.max(0, width - middle_x)} height={Math.max(0, middle_y - top)} />
                            {ticks.map((tick) => (
                                <g key={tick}>
                                    <line className={classes.grid} x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
                                    <text className={classes.axis} x={left - 8} y={y(tick)} dy="0.32em" textAnchor="end">{props.axis(tick)}</text>
                                    <text className={classes.axis} x={x(tick)} y={height - bottom + 14} textAnchor="middle">{props.axis(tick)}</text>
                                </g>
                            ))}
                            <line className={classes.base} x1={middle_x} x2={middle_x} y1={top} y2={height - bottom} />
                            <line className={classes.base} x1={left} x2={width} y1={middle_y} y2={middle_y} />
                            <text className={classes.axis} x={(left + width) / 2} y={height - 6} textAnchor="middle">{props.x_label}</text>
                            <text className={classes.axis} transform={`translate(11 ${(top + height - bottom) / 2}) rotate(-90)`} textAnchor="middle">{props.y_label}</text>
                        </g>
                        {ordered.map((bubble, index) => {
                            const r = radius(Math.max(0, bubble.size));
                            const cx = x(bubble.x);
                            const cy = y(bubble.y);
                            return (
                                <g key={bubble.key} {...mark_props(index, { x: cx, y: cy - r, text: bubble.tip })}>
                                    <circle cx={cx} cy={cy} r={Math.max(12, r)} fill="transparent" />
                                    <circle className={classes.bubble} data-tier={bubble.tier ?? 'none'} cx={cx} cy={cy} r={r} />
                                    {r >= 7 && bubble.tier ? <text className={classes.letter} x={cx} y={cy} dy="0.36em" aria-hidden="true">{bubble.tier}</text> : null}
                                    <circle className={classes.ring} cx={cx} cy={cy} r={Math.max(12, r) + 2} />
                                </g>
                            );
                        })}
                        {ordered.map((bubble) => {
                            const place = named.get(bubble.key);
                            return place ? (
                                <text key={bubble.key} className={classes.name} x={place.x} y={place.y} dy="0.35em" textAnchor={place.anchor} aria-hidden="true">
                                    {bubble.name.length > 24 ? `${bubble.name.slice(0, 23)}…` : bubble.name}
                                </text>
                            ) : null;
                        })}
                        <g aria-hidden="true">
                            <text className={classes.quadrant} x={left + 8} y={top + 6}>{props.quadrants[0]}</text>
                            <text className={classes.quadrant} x={width - 6} y={top + 6} textAnchor="end">{props.quadrants[1]}</text>
                            <text className={classes.quadrant} x={left + 8} y={height - bottom - 8}>{props.quadrants[2]}</text>
                            <text className={classes.quadrant} x={width - 6} y={height - bottom - 8} textAnchor="end">{props.quadrants[3]}</text>
                        </g>
                    </>
                );
            }}
        </Figure>
    );
}
