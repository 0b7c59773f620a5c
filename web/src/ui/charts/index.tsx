// The charts, fetched when the first of them is shown; the words and tables of a page do not wait for them.
import type { ComponentProps } from 'react';
import { on_demand } from '../on_demand';

const place = (otherwise: number) => (props: { height?: number; legend?: unknown }) => <div style={{ height: (props.height ?? otherwise) + (props.legend ? 28 : 0) }} />;

export const Bars = on_demand<ComponentProps<typeof import('./Bars').Bars>>(() => import('./Bars').then((one) => ({ default: one.Bars })), place(220));
export const Lines = on_demand<ComponentProps<typeof import('./Lines').Lines>>(() => import('./Lines').then((one) => ({ default: one.Lines })), place(200));
export const Trend = on_demand<ComponentProps<typeof import('./Trend').Trend>>(() => import('./Trend').then((one) => ({ default: one.Trend })), place(62));
export const Waterfall = on_demand<ComponentProps<typeof import('./Waterfall').Waterfall>>(() => import('./Waterfall').then((one) => ({ default: one.Waterfall })), place(300));
export const Pairs = on_demand<ComponentProps<typeof import('./Pairs').Pairs>>(() => import('./Pairs').then((one) => ({ default: one.Pairs })), place(240));
