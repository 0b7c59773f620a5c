// The list of the product: one line per row, only the visible rows in the document, one stop for Tab and the rest
// by keys: up and down over rows, right and left over the numbers of a row. Sorting, filtering and paging are the server's; the grid asks for more when its end comes near.
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useI18n } from '../i18n/provider';
import { next_position } from './grid_keys';
import { use_selection, type Selection } from './grid_selection';
import { phone_query } from './phone';
import { ArrowDown, ArrowUp } from './icons';
import { is_typing, single_keys_on } from './shortcuts';
import { Tick } from './Tick';
import classes from './DataGrid.module.css';

export interface Column<Row> {
    key: string;
    header: string;
    /** Track of the CSS grid, e.g. `minmax(200px, 2fr)` or `120px`. */
    width: string;
    align?: 'right';
    /** Field name for the server's `sort`; absent when the column cannot be sorted. */
    sort?: string;
    /** What a person or a document said, not a figure that could be explained. */
    fact?: boolean;
    /** First click sorts this way. */
    first?: 'asc' | 'desc';
    render(row: Row): ReactNode;
}

interface Props<Row> {
    label: string;
    columns: Column<Row>[];
    rows: Row[];
    row_key(row: Row): string;
    total: number | null;
    loading: boolean;
    more: boolean;
    load_more(): void;
    sort?: string;
    set_sort?(sort: string): void;
    open?(row: Row): void;
    /** On a phone a row is a card; the whole of it opens the row, under this name. */
    card(row: Row): ReactNode;
    row_name?(row: Row): string;
    footer?: ReactNode;
    empty: ReactNode;
    /** Rows can be chosen: a tick before each, Space on the active one, Shift for a range, Ctrl+A for all that are loaded. */
    selection?: Selection<Row>;
    /** The grid takes the focus when it appears. */
    auto_focus?: boolean;
}

const row_height = 38;
const card_height = 94;
const tick_width = '36px';

/** Turns a click on a column into the new sort: first way, other way, none. */
export function toggled_sort(sort: string | undefined, field: string, first: 'asc' | 'desc' = 'asc'): string {
    const forward = first === 'desc' ? `-${field}` : field;
    const backward = first === 'desc' ? field : `-${field}`;
    if (sort === forward) return backward;
    return forward;
}

/** The least width of all columns: below it the grid scrolls sideways. */
export function least_width(widths: string[]): number {
    return widths.reduce((sum, width) => sum + Number(/\d+/.exec(width)?.[0] ?? 100), 0);
}

/** Columns of a row that hold a number which opens; `before` cells stand before the first column. */
function figure_cells(row: HTMLElement | null, before: number): number[] {
    return Array.from(row?.children ?? [], (one, index) => (one.querySelector('[data-figure]') ? index - before : -1)).filter((index) => index >= 0);
}

export function DataGrid<Row>(props: Props<Row>) {
    const { columns, rows, row_key, more, loading, load_more, sort } = props;
    const { t } = useI18n();
    const phone = useMediaQuery(phone_query) ?? false;
    const id = useId();
    const scroller = useRef<HTMLDivElement>(null);
    const [active, set_active] = useState(0);
    const [head, set_head] = useState<number | null>(null);
    const [cell, set_cell] = useState<number | null>(null);
    const [focused, set_focused] = useState(false);
    const height = phone ? card_height : row_height;
    const virtual = useVirtualizer({
        count: rows.length,
        getScrollElement: () => scroller.current,
        estimateSize: () => height,
        overscan: 6,
        scrollPaddingStart: phone ? 0 : 36,
    });
    useEffect(() => virtual.measure(), [height, virtual]);
    const items = virtual.getVirtualItems();
    const last = items.at(-1)?.index ?? 0;
    useEffect(() => {
        if (more && !loading && last >= rows.length - 30) load_more();
    }, [last, more, loading, rows.length, load_more]);
    useEffect(() => {
        set_active(0);
        scroller.current?.scrollTo({ top: 0 });
    }, [sort]);
    useEffect(() => {
        if (props.auto_focus && !is_typing(document.activeElement)) scroller.current?.focus({ preventScroll: true });
    }, [props.auto_focus]);

    const current = Math.min(active, Math.max(0, rows.length - 1));
    const selected = use_selection(props.selection, props.selection ? rows.map(row_key) : []);
    const widths = [...(selected ? [tick_width] : []), ...columns.map((column) => column.width)];
    const template = widths.join(' ');
    const min_width = least_width(widths);
    const before = selected ? 1 : 0;
    const go = (index: number) => {
        set_active(index);
        virtual.scrollToIndex(index);
    };
    const sort_by = (column: Column<Row> | undefined) => {
        if (column?.sort && props.set_sort) props.set_sort(toggled_sort(sort, column.sort, column.first));
    };
    const on_key = (event: KeyboardEvent) => {
        if (event.target !== scroller.current) return;
        if (selected && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
            event.preventDefault();
            selected.choose_all();
            return;
        }
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (head !== null) {
            if (event.key === 'ArrowLeft') set_head(Math.max(-before, head - 1));
            else if (event.key === 'ArrowRight') set_head(Math.min(columns.length - 1, head + 1));
            else if (event.key === 'ArrowDown' || event.key === 'Escape') set_head(null);
            else if (event.key === 'Enter' || event.key === ' ') (head < 0 && selected ? selected.toggle_all : () => sort_by(columns[head]))();
            else return;
            event.preventDefault();
            return;
        }
        if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
            const stops = figure_cells(document.getElementById(`${id}-r${current}`), before);
            const at = cell === null ? -1 : stops.indexOf(cell);
            const next = at + (event.key === 'ArrowRight' ? 1 : -1);
            if (!stops.length || next >= stops.length) return;
            event.preventDefault();
            set_cell(next < 0 ? null : (stops[next] ?? null));
            return;
        }
        if (event.key === 'Escape' && cell !== null) {
            set_cell(null);
            return;
        }
        if (event.key === 'Enter' && cell !== null) {
            event.preventDefault();
            document.getElementById(`${id}-r${current}-c${cell}`)?.querySelector<HTMLElement>('[data-figure]')?.click();
            return;
        }
        if (event.key === 'Enter') {
            const row = rows[current];
            if (row && props.open) {
                event.preventDefault();
                props.open(row);
            }
            return;
        }
        if (event.key === ' ' && selected) {
            event.preventDefault();
            selected.toggle(current, event.shiftKey);
            return;
        }
        if (event.key === 'ArrowUp' && current === 0) {
            event.preventDefault();
            set_head(0);
            return;
        }
        if (event.key.length === 1 && !single_keys_on()) return;
        const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / row_height) - 2);
        const next = next_position(event.key, current, rows.length, page);
        if (next === null) return;
        event.preventDefault();
        if (selected && event.shiftKey) selected.extend(current, next);
        go(next);
    };

    /** A click anywhere in the cell of the tick chooses the row; the grid keeps the focus, so that keys go on from there. */
    const tick_of = (index: number) => ({
        onMouseDown: (event: MouseEvent) => {
            event.preventDefault();
            scroller.current?.focus({ preventScroll: true });
        },
        onClick: (event: MouseEvent) => {
            event.stopPropagation();
            selected?.toggle(index, event.shiftKey);
        },
        onKeyDown: () => undefined,
    });

    const is_empty = rows.length === 0 && !loading;
    if (is_empty) return <div className={classes.frame}>{props.empty}</div>;

    if (phone) {
        return (
            <div className={classes.frame}>
                <div className={classes.scroller} ref={scroller} role="list" aria-label={props.label}>
                    <div className={classes.body} style={{ height: virtual.getTotalSize() }} role="presentation">
                        {items.map((item) => {
                            const row = rows[item.index];
                            if (!row) return null;
                            return (
                                <div role="listitem" key={row_key(row)}>
                                    <div className={classes.card} data-ticks={props.selection?.on_cards || undefined} style={{ transform: `translateY(${item.start}px)`, height: card_height }}>
                                        {props.open ? <button type="button" className={classes.cover} aria-label={props.row_name?.(row) ?? ''} onClick={() => props.open?.(row)} /> : null}
                                        {selected && props.selection?.on_cards ? (
                                            <span className={classes.cardtick}><Tick label={props.selection.label(row)} checked={selected.has(row_key(row))} change={() => selected.toggle(item.index, false)} /></span>
                                        ) : null}
                                        {props.card(row)}
                                    </div>
                                </div>
                            );
                        })}
                    </div>
                </div>
                {props.footer ? <div className={`${classes.foot} ${classes.phonefoot}`}>{props.footer}</div> : null}
            </div>
        );
    }

    return (
        <div className={classes.frame}>
            <div
                className={classes.scroller}
                ref={scroller}
                role="grid"
                tabIndex={0}
                aria-label={props.label}
                aria-rowcount={(props.total ?? rows.length) + 1}
                aria-colcount={columns.length + before}
                aria-multiselectable={selected ? true : undefined}
                aria-activedescendant={
                    head !== null ? `${id}-h${head}` : items.some((item) => item.index === current) ? `${id}-r${current}${cell === null ? '' : `-c${cell}`}` : undefined
                }
                onKeyDown={on_key}
                onFocus={(event) => event.target === scroller.current && set_focused(true)}
                onBlur={(event) => {
                    set_focused(false);
                    set_head(null);
                    // An open explanation has the focus; the way back leads to the same number.
                    if (!(event.relatedTarget instanceof Element) || !event.relatedTarget.closest('[role=dialog]')) set_cell(null);
                }}
            >
                <div role="rowgroup" className={classes.head} style={{ minWidth: min_width }}>
                    <div role="row" aria-rowindex={1} className={classes.headrow} style={{ gridTemplateColumns: template }}>
                        {selected ? (
                            <div id={`${id}-h-1`} role="columnheader" tabIndex={-1} aria-colindex={1} data-active={head === -1} className={classes.headcell}>
                                <Tick in_grid label={t('grid.choose_all')} checked={selected.all} partly={selected.some && !selected.all} change={selected.toggle_all} />
                            </div>
                        ) : null}
                        {columns.map((column, index) => {
                            const direction = !column.sort ? undefined : sort === column.sort ? 'ascending' : sort === `-${column.sort}` ? 'descending' : 'none';
                            return (
                                <div
                                    key={column.key}
                                    id={`${id}-h${index}`}
                                    role="columnheader"
                                    tabIndex={-1}
                                    aria-colindex={index + 1 + before}
                                    aria-sort={direction as 'ascending' | 'descending' | 'none' | undefined}
                                    data-active={head === index}
                                    className={`${classes.headcell} ${column.align ? classes.right : ''} ${column.sort ? classes.sortable : ''}`}
                                    title={column.sort ? t('grid.sort_by', { column: column.header }) : undefined}
                                    onClick={() => sort_by(column)}
                                    onKeyDown={() => undefined}
                                >
                                    <span className="clip">{column.header}</span>
                                    {direction === 'ascending' ? <ArrowUp size={13} aria-hidden /> : null}
                                    {direction === 'descending' ? <ArrowDown size={13} aria-hidden /> : null}
                                </div>
                            );
                        })}
                    </div>
                </div>
                <div role="rowgroup" className={classes.body} style={{ height: rows.length ? virtual.getTotalSize() : 12 * row_height, minWidth: min_width }}>
                    {rows.length === 0
                        ? Array.from({ length: 12 }, (_, index) => (
                              <div key={index} className={classes.row} style={{ transform: `translateY(${index * row_height}px)`, gridTemplateColumns: template }} aria-hidden="true">
                                  {columns.map((column) => (
                                      <div key={column.key} className={classes.skeleton} />
                                  ))}
                              </div>
                          ))
                        : items.map((item) => {
                              const row = rows[item.index];
                              if (!row) return null;
                              return (
                                  <div
                                      key={row_key(row)}
                                      id={`${id}-r${item.index}`}
                                      role="row"
                                      tabIndex={-1}
                                      aria-rowindex={item.index + 2}
                                      aria-selected={selected ? selected.has(row_key(row)) : item.index === current}
                                      data-active={focused && head === null && item.index === current}
                                      className={classes.row}
                                      style={{ transform: `translateY(${item.start}px)`, gridTemplateColumns: template }}
                                      onMouseDown={() => set_active(item.index)}
                                      onClick={() => props.open?.(row)}
                                      onKeyDown={() => undefined}
                                  >
                                      {selected ? (
                                          <div role="gridcell" tabIndex={-1} aria-colindex={1} className={classes.tickcell} {...tick_of(item.index)}>
                                              <Tick in_grid label={props.selection?.label(row) ?? ''} checked={selected.has(row_key(row))} />
                                          </div>
                                      ) : null}
                                      {columns.map((column, index) => (
                                          <div key={column.key} id={`${id}-r${item.index}-c${index}`} role="gridcell" data-fact={column.fact} tabIndex={-1} aria-colindex={index + 1 + before} data-active={focused && item.index === current && cell === index} className={`${classes.cell} ${column.align ? classes.right : ''}`}>
                                              {column.render(row)}
                                          </div>
                                      ))}
                                  </div>
                              );
                          })}
                </div>
            </div>
            {props.footer ? <div className={classes.foot}>{props.footer}</div> : null}
        </div>
    );
}
