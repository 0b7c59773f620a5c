import { fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { has_wrong_number, NumberField } from '../src/ui/NumberField';
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

function Money() {
    const [value, set_value] = useState<string | null>('1500000.5');
    return <NumberField label="Rezerva" decimals={2} value={value} onChange={set_value} />;
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
        expect(screen.getByText('Toto není číslo.')).toBeInTheDocument();
        fireEvent.change(field, { target: { value: '250' } });
        expect(seen.at(-1)).toBe('7.25');
        fireEvent.blur(field);
        expect(seen.at(-1)).toBe('100');
        fireEvent.keyDown(field, { key: 'ArrowDown' });
        expect(seen.at(-1)).toBe('99');
        fireEvent.change(field, { target: { value: '' } });
        expect(seen.at(-1)).toBeNull();
    });
    it('keeps what is no number and keeps its form from being saved', async () => {
        await show(<form aria-label="Firma"><Field seen={[]} /></form>);
        const field = screen.getByRole('textbox', { name: 'Váha' });
        const form = screen.getByRole('form', { name: 'Firma' });
        fireEvent.change(field, { target: { value: 'abc' } });
        fireEvent.blur(field);
        expect(field).toHaveValue('abc');
        expect(field).toBeInvalid();
        expect(has_wrong_number(form)).toBe(true);
        expect(field).toHaveFocus();
        fireEvent.change(field, { target: { value: '8' } });
        expect(has_wrong_number(form)).toBe(false);
    });
    it('shows money with two decimals', async () => {
        await show(<Money />);
        const field = screen.getByRole('textbox', { name: 'Rezerva' });
        expect(field).toHaveValue('1\u00a0500\u00a0000,50');
        fireEvent.change(field, { target: { value: '2 000,5' } });
        expect(field).toHaveValue('2 000,5');
        fireEvent.blur(field);
        expect(field).toHaveValue('2\u00a0000,50');
    });
});
