// A number typed as people write it: decimal comma or point, spaces between thousands; arrows go up and down by one. What is no
// number stays as it was typed, is said to be none, and keeps its form from being saved.
import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { parse_amount } from '../i18n/format';
import { useI18n } from '../i18n/provider';

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'min' | 'max' | 'error'> {
    /** Exact decimal, or nothing. */
    value: string | number | null;
    onChange(value: string | null): void;
    min?: number;
    max?: number;
    /** Money is shown with so many decimals and with spaces between thousands. */
    decimals?: number;
    /** Said behind the number, e.g. `%`. */
    unit?: string;
    error?: string;
}

/** The first field of a form that holds no number gets the focus; whether there was one. */
export function has_wrong_number(form: HTMLElement | null): boolean {
    const field = form?.querySelector<HTMLElement>('[data-wrong-number]');
    field?.focus();
    return Boolean(field);
}

export function NumberField({ value, onChange, min, max, decimals, unit, error, ...rest }: Props) {
    const { t, language, fixed } = useI18n();
    const [draft, set_draft] = useState<string | null>(null);
    const plain = value === null ? '' : String(value);
    const shown = plain && decimals !== undefined ? fixed(plain, decimals) : language === 'cs' ? plain.replace('.', ',') : plain;
    const within = (text: string) => {
        const number = Number(text);
        if (min !== undefined && number < min) return String(min);
        if (max !== undefined && number > max) return String(max);
        return text;
    };
    const take = (text: string) => {
        set_draft(text);
        if (!text.trim()) return onChange(null);
        const amount = parse_amount(text);
        if (amount !== null && within(amount) === amount) onChange(amount);
    };
    const wrong = draft !== null && draft.trim() !== '' && parse_amount(draft) === null;
    return (
        <TextInput
            inputMode="decimal"
            {...rest}
            value={draft ?? shown}
            data-wrong-number={wrong || undefined}
            error={wrong ? t('form.not_a_number') : error}
            rightSection={unit ? <span className="dim small">{unit}</span> : undefined}
            rightSectionPointerEvents="none"
            onChange={(event) => take(event.currentTarget.value)}
            onBlur={() => {
                const amount = draft === null ? null : parse_amount(draft);
                if (amount !== null && within(amount) !== amount) onChange(within(amount));
                if (!wrong) set_draft(null);
            }}
            onKeyDown={(event) => {
                if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
                event.preventDefault();
                set_draft(null);
                onChange(within(String((Number(plain) || 0) + (event.key === 'ArrowUp' ? 1 : -1))));
            }}
        />
    );
}
