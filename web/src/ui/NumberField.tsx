// A number typed as people write it: decimal comma or point, spaces between thousands; arrows go up and down by one.
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
    /** Said behind the number, e.g. `%`. */
    unit?: string;
    error?: string;
}

export function NumberField({ value, onChange, min, max, unit, error, ...rest }: Props) {
    const { t, language } = useI18n();
    const [draft, set_draft] = useState<string | null>(null);
    const plain = value === null ? '' : String(value);
    const shown = language === 'cs' ? plain.replace('.', ',') : plain;
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
            error={error ?? (wrong ? t('form.not_a_number') : undefined)}
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
