// A day typed as people write it (24.11., 24. 11. 2026, 24/11/26, 2026-11-24) and shown in the reader's way.
// No calendar overlay: it would take the Escape key from the form around it.
import { TextInput, type TextInputProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { parse_day } from '../i18n/format';
import { useI18n } from '../i18n/provider';

interface Props extends Omit<TextInputProps, 'value' | 'onChange'> {
    value: string | null;
    today: string;
    onChange(day: string | null): void;
}

export function DateField({ value, onChange, today, error, ...rest }: Props) {
    const i18n = useI18n();
    const [text, set_text] = useState(value ? i18n.day(value) : '');
    const [wrong, set_wrong] = useState(false);
    useEffect(() => {
        set_text(value ? i18n.day(value) : '');
        set_wrong(false);
    }, [value, i18n]);
    const settle = () => {
        if (!text.trim()) {
            set_wrong(false);
            onChange(null);
            return;
        }
        if (value && text === i18n.day(value)) return;
        const day = parse_day(text, today);
        set_wrong(day === null);
        if (day) {
            onChange(day);
            set_text(i18n.day(day));
        }
    };
    return (
        <TextInput
            {...rest}
            inputMode="numeric"
            placeholder={i18n.t('form.day_example')}
            value={text}
            error={wrong ? i18n.t('form.not_a_day') : error}
            onChange={(event) => set_text(event.currentTarget.value)}
            onBlur={settle}
            onKeyDown={(event) => {
                if (event.key === 'Enter') settle();
            }}
        />
    );
}
