import { screen, fireEvent } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { next_mark, use_marks } from '../src/ui/charts/frame';
import { show } from './render';

describe('marks of a chart', () => {
    it('follow one another by arrows and stop at the ends', () => {
        expect(next_mark('ArrowRight', 0, 3)).toBe(1);
        expect(next_mark('ArrowRight', 2, 3)).toBe(2);
        expect(next_mark('ArrowLeft', 0, 3)).toBe(0);
        expect(next_mark('End', 0, 3)).toBe(2);
        expect(next_mark('Home', 2, 3)).toBe(0);
        expect(next_mark('a', 0, 3)).toBeNull();
    });

    function Marks({ open }: { open(index: number): void }) {
        const { mark_props, opened } = use_marks(3, 0, (index) => {
            open(index);
            return `figures of ${index}`;
        });
        return (
            <>
                <svg>
                    {[0, 1, 2].map((index) => (
                        <g key={index} {...mark_props(index, { x: 0, y: 0, text: [`month ${index}`, `${index} Kč`] })} />
                    ))}
                </svg>
                {opened?.body}
            </>
        );
    }
    it('are buttons that say their value, one of them in the tab order', async () => {
        const open = vi.fn<(index: number) => void>();
        await show(<Marks open={open} />);
        const marks = screen.getAllByRole('button');
        expect(marks.map((mark) => mark.getAttribute('aria-label'))).toEqual(['month 0, 0 Kč', 'month 1, 1 Kč', 'month 2, 2 Kč']);
        expect(marks.map((mark) => mark.getAttribute('tabindex'))).toEqual(['0', '-1', '-1']);
        fireEvent.keyDown(marks[0]!, { key: 'Enter' });
        expect(open).toHaveBeenCalledWith(0);
        expect(screen.getByText('figures of 0')).toBeInTheDocument();
    });
});
