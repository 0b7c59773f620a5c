import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { heat_level, next_cell } from '../src/features/reports/cohort_cells';
import { with_formats } from '../src/i18n/provider';
import { create_translator, type Catalogue } from '../src/i18n/runtime';
import { closed_ends, day_before, last_day_of, list_filters, narrowed, params_of, part_of, question_only, rows_params, without_family, without_filters } from '../src/records/reports/question';
import { change_of, cohort_text, compared_text, indicator_text, part_text } from '../src/records/reports/words';
import { parse_search, reports_search, stringify_search } from '../src/search';
import { Waterfall } from '../src/ui/charts/Waterfall';
import { floor_of, spans_of } from '../src/ui/charts/waterfall';
import { compile_catalogue } from '../scripts/messages.mjs';
import type { AskedPeriod } from '../src/api/types';
import { show } from './render';

const nbsp = '\u00a0';
const words = async (language: 'cs' | 'en') => with_formats(create_translator(language, (await compile_catalogue(language)) as Catalogue), () => undefined);

describe('the question of a report', () => {
    it('goes through the address and comes back the same', () => {
        const search = reports_search(parse_search('?as_of=2026-04-30&window=6&base=contracts&known=then&by=manager&tier=A&manager=usr_1&group=true&step=12&cells=revenue&rows=churn&part=tier:A'));
        expect(search).toEqual({
            as_of: '2026-04-30', window: '6', base: 'contracts', known: 'then', by: 'manager', tier: 'A', manager: 'usr_1', group: true,
            step: '12', cells: 'revenue', rows: 'churn', part: 'tier:A',
        });
        expect(reports_search(parse_search(stringify_search(search as Record<string, unknown>)))).toEqual(search);
    });
    it('leaves out what is usual and what no report understands', () => {
        expect(reports_search(parse_search('?window=12&base=invoices&known=now&by=none&as_of=soon&nonsense=1&step=3'))).toEqual({});
        expect(reports_search(parse_search('?window=61'))).toEqual({});
    });
    it('asks the server for conditions on clients, and for the days of a manager', () => {
        expect(params_of({ tier: 'none', manager: 'usr_1', country: 'CZ', by: 'tier', rows: 'churn' })).toEqual({ 'tier[null]': true, scope: 'manager:usr_1', country: 'CZ' });
        expect(params_of({ manager: 'none', by: 'tier' }, 'split')).toEqual({ 'lead_id[null]': true, by: 'tier' });
        expect(list_filters({ manager: 'usr_1', tier: 'A', window: '6' })).toEqual({ lead_id: 'usr_1', tier: 'A' });
        expect(params_of({ family: 'none' })).toEqual({ family: 'none' });
        expect(rows_params({ rows: 'churn', part: part_of('family', 'off_1') })).toEqual({ family: 'off_1' });
        expect(list_filters({ family: 'off_1', tier: 'A' })).toEqual({ tier: 'A' });
        expect(params_of(without_family({ family: 'off_1', by: 'family', tier: 'A' }), 'split')).toEqual({ tier: 'A' });
    });
    it('about the rows of a part has the condition of the part', () => {
        expect(rows_params({ by: 'tier', rows: 'churn', part: part_of('tier', 'B') })).toEqual({ tier: 'B' });
        expect(rows_params({ rows: 'churn', part: part_of('leave_reason_code', null) })).toEqual({ 'leave_reason_code[null]': true });
        expect(rows_params({ rows: 'churn', country: 'SK' })).toEqual({ country: 'SK' });
    });
    it('narrows to a group and forgets what was open', () => {
        expect(narrowed({ by: 'country', rows: 'churn', window: '6' }, 'country', 'CZ')).toEqual({ country: 'CZ', window: '6', by: undefined });
        expect(question_only({ tier: 'A', rows: 'churn', part: 'tier:A' })).toEqual({ tier: 'A' });
        expect(Object.values(without_filters({ tier: 'A', country: 'CZ', window: '6' })).filter(Boolean)).toEqual(['6']);
    });
    it('knows the ends of the closed month, quarter and year', () => {
        expect(closed_ends('2026-11-26')).toEqual({ month: '2026-10-31', quarter: '2026-09-30', year: '2025-12-31' });
        expect(closed_ends('2026-01-01')).toEqual({ month: '2025-12-31', quarter: '2025-12-31', year: '2025-12-31' });
        expect(closed_ends('2024-03-05').month).toBe('2024-02-29');
        expect(last_day_of('2026-02')).toBe('2026-02-28');
        expect(day_before('2024-02-29', 12)).toBe('2023-02-28');
        expect(day_before('2026-11-26', 12)).toBe('2025-11-26');
    });
});

const period: AskedPeriod = {
    currency: 'CZK', base: 'invoices', known: 'now', as_of: '2026-04-30', window: 12, start_first: '2024-05', start_last: '2025-04', end_first: '2025-05', end_last: '2026-04',
    group: false, family: null, clients_chosen: 40, clients_without_rate: 0, books_first: '2023-11', books_end: '2026-10',
};

describe('the words of a report', () => {
    it('say what is compared with what', async () => {
        expect(compared_text(await words('cs'), period)).toBe('5/2025–4/2026 proti 5/2024–4/2025');
        expect(compared_text(await words('en'), period)).toBe(`May${nbsp}2025–Apr${nbsp}2026 against May${nbsp}2024–Apr${nbsp}2025`);
        expect(compared_text(await words('cs'), { ...period, base: 'contracts' })).toBe(`Smlouvy platné 30.${nbsp}4.${nbsp}2026 proti 30.${nbsp}4.${nbsp}2025`);
    });
    it('never show a missing value as zero', async () => {
        const i18n = await words('cs');
        expect(indicator_text(i18n, { unit: 'ratio', value_bp: null, value: null }, 'CZK')).toBe('nedostatek dat');
        expect(indicator_text(i18n, { unit: 'ratio', value_bp: 0, value: null }, 'CZK')).toBe(`0,0${nbsp}%`);
        expect(indicator_text(i18n, { unit: 'count', value_bp: null, value: '4' }, 'CZK')).toBe('4');
    });
    it('give a change its sign, its unit and its tone', async () => {
        const i18n = await words('cs');
        expect(change_of(i18n, { code: 'net_retention', unit: 'ratio', value_bp: 10625, value: null }, { value_bp: 10466, value: null }, 'CZK')).toEqual({ text: '+1,6 p. b.', direction: 'up', tone: 'good' });
        expect(change_of(i18n, { code: 'churn', unit: 'money', value_bp: null, value: '150' }, { value_bp: null, value: '100' }, 'CZK')).toEqual({ text: `+50${nbsp}%`, direction: 'up', tone: 'bad' });
        expect(change_of(i18n, { code: 'late_clients', unit: 'count', value_bp: null, value: '3' }, { value_bp: null, value: '4' }, 'CZK')).toEqual({ text: '−1', direction: 'down', tone: 'good' });
        expect(change_of(i18n, { code: 'clients', unit: 'count', value_bp: null, value: '3' }, { value_bp: null, value: '3' }, 'CZK')?.tone).toBe('none');
        expect(change_of(i18n, { code: 'clients', unit: 'count', value_bp: null, value: '3' }, { value_bp: null, value: null }, 'CZK')).toBeNull();
    });
    it('name the parts of a split and the cohorts', async () => {
        const i18n = await words('cs');
        expect(part_text(i18n, 'tier', 'A')).toBe('A · Klíčový');
        expect(part_text(i18n, 'country', 'SK')).toBe('Slovensko');
        expect(part_text(i18n, 'care_model', 'pooled')).toBe('společný tým');
        expect(part_text(i18n, 'size_band', 'large')).toBe('velká');
        expect(part_text(i18n, 'manager', null)).toBe('bez správce');
        expect(cohort_text(i18n, '2026-04', 3)).toBe('2. čtvrtletí 2026');
        expect(cohort_text(i18n, '2026-04', 1)).toBe('4/2026');
        expect(cohort_text(i18n, '2026-01', 12)).toBe('2026');
    });
});

describe('a waterfall', () => {
    const steps = [
        { key: 'start', amount: 148, total: true }, { key: 'new', amount: 2 }, { key: 'expansion', amount: 18 }, { key: 'contraction', amount: -6 },
        { key: 'churn', amount: -2 }, { key: 'end', amount: 160, total: true },
    ];
    it('begins each step where the last one ended', () => {
        expect(spans_of(steps)).toEqual([
            { from: 0, to: 148, kind: 'total' }, { from: 148, to: 150, kind: 'up' }, { from: 150, to: 168, kind: 'up' },
            { from: 168, to: 162, kind: 'down' }, { from: 162, to: 160, kind: 'down' }, { from: 0, to: 160, kind: 'total' },
        ]);
    });
    it('looks at small changes from nearer and at large ones from zero', () => {
        const floor = floor_of(spans_of(steps));
        expect(floor).toBeGreaterThan(100);
        expect(floor).toBeLessThan(148);
        expect(floor_of(spans_of([{ key: 'start', amount: 100, total: true }, { key: 'churn', amount: -80 }, { key: 'end', amount: 20, total: true }]))).toBe(0);
        expect(floor_of(spans_of([{ key: 'start', amount: 0, total: true }, { key: 'end', amount: 0, total: true }]))).toBe(0);
        expect(floor_of([])).toBe(0);
    });
    it('has a legend that tells added from lost without colour', async () => {
        await show(
            <Waterfall label="kroky" axis={String} broken={(from) => `od ${from}`} legend={['konce', 'přibylo (+)', 'ubylo (−)']} explain={() => null} bars={steps.map((step) => ({ ...step, name: step.key, text: String(step.amount), tip: [step.key, String(step.amount)] }))} />,
        );
        expect(screen.getByRole('group', { name: 'kroky' })).toBeInTheDocument();
        expect(screen.getByText('přibylo (+)')).toBeInTheDocument();
        expect(screen.getByText(/^od 1\d\d$/)).toBeInTheDocument();
        for (const mark of screen.queryAllByRole('button')) fireEvent.focus(mark);
    });
});

describe('a table of cohorts', () => {
    it('is darker where more stayed', () => {
        expect([null, 0, 100, 2_500, 5_000, 7_000, 8_500, 9_800, 13_000].map(heat_level)).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 6]);
    });
    it('is walked by arrows over lines of different length', () => {
        expect(next_cell('ArrowRight', [0, 0], [3, 2])).toEqual([0, 1]);
        expect(next_cell('ArrowRight', [0, 2], [3, 2])).toEqual([0, 2]);
        expect(next_cell('ArrowDown', [0, 2], [3, 2])).toEqual([1, 1]);
        expect(next_cell('ArrowUp', [0, 2], [3, 2])).toEqual([0, 2]);
        expect(next_cell('End', [0, 0], [3, 2])).toEqual([0, 2]);
        expect(next_cell('a', [0, 0], [3, 2])).toBeNull();
    });
});
