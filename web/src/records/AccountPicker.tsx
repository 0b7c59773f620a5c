// Chooses one client by typing part of its name; the server searches without diacritics.
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { search_query } from '../api/queries';
import { useI18n } from '../i18n/provider';

interface Props {
    label: string;
    value: string | null;
    /** Name of the present value, known before any search. */
    name?: string | null;
    exclude?: string;
    error?: string;
    onChange(id: string | null, name: string | null): void;
}

export function AccountPicker({ label, value, name, exclude, error, onChange }: Props) {
    const { t } = useI18n();
    const [text, set_text] = useState('');
    const [asked] = useDebouncedValue(text.trim(), 150);
    const found = useQuery(search_query(asked === (name ?? '') ? '' : asked));
    const options = (found.data?.items ?? [])
        .filter((item) => item.kind === 'account' && item.id !== exclude)
        .map((item) => ({ value: item.id, label: item.title }));
    if (value && !options.some((option) => option.value === value)) options.unshift({ value, label: name ?? value });
    return (
        <Select
            label={label}
            data={options}
            value={value}
            error={error}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('action.clear') }}
            nothingFoundMessage={text ? t('palette.nothing', { text }) : t('picker.type')}
            filter={({ options: all }) => all}
            onSearchChange={set_text}
            onChange={(id, option) => onChange(id, option?.label ?? null)}
        />
    );
}
