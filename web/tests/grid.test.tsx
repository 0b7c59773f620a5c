import { screen, fireEvent } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { DataGrid, least_width, toggled_sort, type Column } from '../src/ui/DataGrid';
import { range_of } from '../src/ui/grid_selection';
import { next_position } from '../src/ui/grid_keys';
import { show } from './render';

describe('keys in a list', () => {
    it('move by one, by page and to the ends, and never leave the list', () => {
        expect(next_position('ArrowDown', 0, 10, 5)).toBe(1);
        expect(next_position('j', 9, 10, 5)).toBe(9);
        expect(next_position('k', 0, 10, 5)).toBe(0);
        expect(next_position('ArrowUp', 4, 10, 5)).toBe(3);
        expect(next_position('PageDown', 4, 10, 5)).toBe(9);
        expect(next_position('PageUp', 4, 10, 5)).toBe(0);
        expect(next_position('Home', 7, 10, 5)).toBe(0);
        expect(next_position('End', 0, 10_000, 5)).toBe(9_999);
    });
    it('mean nothing in an empty list or when unknown', () => {
        expect(next_position('ArrowDown', 0, 0, 5)).toBeNull();
        expect(next_position('x', 0, 10, 5)).toBeNull();
    });
});

describe('sorting', () => {
    it('starts with the useful direction and turns round', () => {
        expect(toggled_sort(undefined, 'name')).toBe('name');
        expect(toggled_sort('name', 'name')).toBe('-name');
        expect(toggled_sort('-name', 'name')).toBe('name');
        expect(toggled_sort('name', 'revenue_12m', 'desc')).toBe('-revenue_12m');
        expect(toggled_sort('-revenue_12m', 'revenue_12m', 'desc')).toBe('revenue_12m');
    });
});

interface Row {
    id: string;
    name: string;
}
const columns: Column<Row>[] = [
    { key: 'name', header: 'Name', width: 'minmax(200px, 1fr)', sort: 'name', render: (row) => row.name },
    { key: 'id', header: 'Id', width: '90px', render: (row) => row.id },
];

describe('the grid', () => {
    const rows = Array.from({ length: 3 }, (_, index) => ({ id: `r${index}`, name: `Row ${index}` }));
    const base = {
        label: 'List', columns, rows, row_key: (row: Row) => row.id, total: 3, loading: false, more: false,
        load_more: () => undefined, card: (row: Row) => row.name, empty: <p>nothing</p>,
    };
    it('scrolls sideways only below the width of its columns', () => {
        expect(least_width(columns.map((column) => column.width))).toBe(290);
    });
    it('is one stop for Tab and opens the active row by Enter', async () => {
        const open = vi.fn<(row: Row) => void>();
        await show(<DataGrid {...base} open={open} />);
        const grid = screen.getByRole('grid', { name: 'List' });
        expect(grid).toHaveAttribute('tabindex', '0');
        expect(grid).toHaveAttribute('aria-rowcount', '4');
        fireEvent.keyDown(grid, { key: 'j' });
        fireEvent.keyDown(grid, { key: 'Enter' });
        expect(open).toHaveBeenCalledWith(rows[1]);
    });
    it('sorts from the keyboard: up into the heading, Enter', async () => {
        const set_sort = vi.fn<(sort: string) => void>();
        await show(<DataGrid {...base} set_sort={set_sort} />);
        const grid = screen.getByRole('grid');
        fireEvent.keyDown(grid, { key: 'ArrowUp' });
        fireEvent.keyDown(grid, { key: 'Enter' });
        expect(set_sort).toHaveBeenCalledWith('name');
    });
    it('chooses rows by Space, a range with Shift, and all that are loaded', async () => {
        const seen: string[][] = [];
        function Chosen() {
            const [chosen, set_chosen] = useState<ReadonlySet<string>>(new Set());
            const set = (next: ReadonlySet<string>) => {
                seen.push([...next].sort());
                set_chosen(next);
            };
            return <DataGrid {...base} selection={{ chosen, set, label: (row) => row.name, on_cards: false }} />;
        }
        await show(<Chosen />);
        const grid = screen.getByRole('grid');
        expect(grid).toHaveAttribute('aria-multiselectable', 'true');
        fireEvent.keyDown(grid, { key: ' ' });
        expect(seen.at(-1)).toEqual(['r0']);
        fireEvent.keyDown(grid, { key: 'ArrowDown', shiftKey: true });
        expect(seen.at(-1)).toEqual(['r0', 'r1']);
        fireEvent.keyDown(grid, { key: ' ' });
        expect(seen.at(-1)).toEqual(['r0']);
        fireEvent.keyDown(grid, { key: 'a', ctrlKey: true });
        expect(seen.at(-1)).toEqual(['r0', 'r1', 'r2']);
        fireEvent.click(screen.getByRole('checkbox', { name: 'Vybrat všechny načtené řádky' }));
        expect(seen.at(-1)).toEqual([]);
        expect(range_of(['a', 'b', 'c', 'd'], 3, 1)).toEqual(['b', 'c', 'd']);
    });
    it('says what is missing when it is empty', async () => {
        await show(<DataGrid {...base} rows={[]} total={0} />);
        expect(screen.getByText('nothing')).toBeInTheDocument();
    });
});
