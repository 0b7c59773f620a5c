import { Slider } from '@mantine/core';

/** An estimate of 0 to 100 in steps of five. */
export function JudgementSlider({ label, value, onChange }: { label: string; value: number; onChange(value: number): void }) {
    return (
        <Slider
            thumbLabel={label}
            min={0}
            max={100}
            step={5}
            value={value}
            onChange={onChange}
            size="md"
            marks={[{ value: 0 }, { value: 25 }, { value: 50 }, { value: 75 }, { value: 100 }]}
            label={(one) => String(one)}
        />
    );
}
