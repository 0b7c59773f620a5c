import { fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { NumberField } from '../src/ui/NumberField';
import { show } from './render';

function Field({ seen }: { seen: (string | null)[] }) {
    const [value, set_value] = useState<string | null>('12.5');
    return (
        <NumberField
            label="Váha"
            value={value}
            min={0}
            max={100}
            onChange={(next) => {
                seen.push(next);
                set_value(next);
            }}
        />
    );
}

describe('a number field', () => {
    it('takes a decimal comma, keeps the limits and says what is no number', async () => {
        const seen: (string | null)[] = [];
        await show(<Field seen={seen} />);
        const field = screen.getByRole('textbox', { name: 'Váha' });
        expect(field).toHaveValue('12,5');
        fireEvent.change(field, { target: { value: '7,25' } });
        expect(seen).toEqual(['7.25']);
        fireEvent.change(field, { target: { value: 'moc' } });
        expect(screen.getByText('Napište číslo.')).toBeInTheDocument();
        fireEvent.change(field, { target: { value: '250' } });
        expect(seen.at(-1)).toBe('7.25');
        fireEvent.blur(field);
        expect(seen.at(-1)).toBe('100');
        fireEvent.keyDown(field, { key: 'ArrowDown' });
        expect(seen.at(-1)).toBe('99');
        fireEvent.change(field, { target: { value: '' } });
        expect(seen.at(-1)).toBeNull();
    });
});
