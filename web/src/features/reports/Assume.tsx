// Assumptions that a person may change; each is in the address, and what is not there has its usual value.
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useDebouncedCallback } from '@mantine/hooks';
import type { ReportSearch } from '../../search';
import { NumberField } from '../../ui/NumberField';
import { use_question } from './ReportPage';
import classes from './reports.module.css';

interface Props {
    name: keyof ReportSearch;
    label: string;
    /** What the answer was counted with, when the address says nothing. */
    usual: string | number | null;
    unit?: string;
    min?: number;
    max?: number;
}
export function Assume({ name, label, usual, unit, min, max }: Props) {
    const { search, change } = use_question();
    const said = search[name] === undefined ? null : String(search[name]);
    const [own, set_own] = useState<string | null>(said);
    const send = useDebouncedCallback((value: string | null) => change({ [name]: value ?? undefined }), 250);
    useEffect(() => set_own(said), [said]);
    const take = (value: string | null) => {
        set_own(value);
        send(value);
    };
    return <NumberField className={classes.assume} label={label} value={own ?? usual} unit={unit} rightSectionWidth={unit && unit.length > 2 ? 64 : undefined} min={min} max={max} onChange={take} />;
}
export function Assumptions({ label, children }: { label: string; children: ReactNode }) {
    return <div className={classes.assumptions} role="group" aria-label={label}>{children}</div>;
}
