// Chooses one offering by typing part of its name or code; where it may, a name that is not there yet can be made.
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { offering_search } from '../api/queries';
import { useI18n } from '../i18n/provider';

/** An offering, or the name of one to be made. */
export interface Chosen {
    id: string | null;
    name: string;
}

interface Props {
    label: string;
    description?: string;
    placeholder?: string;
    value: Chosen | null;
    exclude?: string;
    may_make?: boolean;
    error?: string;
    onChange(chosen: Chosen | null): void;
}

const new_name = 'new:';

export function OfferingPicker({ value, exclude, may_make, onChange, ...rest }: Props) {
    const { t } = useI18n();
    const [text, set_text] = useState('');
    const [asked] = useDebouncedValue(text.trim(), 150);
    const found = useQuery(offering_search(asked === value?.name ? '' : asked));
    const options = (found.data?.items ?? []).filter((item) => item.id !== exclude).map((item) => ({ value: item.id, label: item.name }));
    const held = value ? (value.id ?? new_name + value.name) : null;
    if (held && value && !options.some((option) => option.value === held)) options.unshift({ value: held, label: value.name });
    if (may_make && asked && !options.some((option) => option.label === asked)) options.push({ value: new_name + asked, label: t('offerings.make', { name: asked }) });
    return (
        <Select
            {...rest}
            data={options}
            value={held}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('action.clear') }}
            nothingFoundMessage={text ? t('palette.nothing', { text }) : t('picker.type')}
            filter={({ options: all }) => all}
            onSearchChange={set_text}
            onChange={(next, option) => {
                if (!next) onChange(null);
                else if (next.startsWith(new_name)) onChange({ id: null, name: next.slice(new_name.length) });
                else onChange({ id: next, name: option?.label ?? next });
            }}
        />
    );
}
