import { expect, test } from 'vitest';
import { asks, contract_marks, contract_steps, days_between } from '../src/records/contracts';

test('days between count the calendar, not hours', () => {
    expect(days_between('2026-03-28', '2026-03-30')).toBe(2);
    expect(days_between('2026-11-23', '2027-01-01')).toBe(39);
    expect(days_between('2026-11-23', '2026-11-23')).toBe(0);
    expect(days_between('2026-11-23', '2026-10-02')).toBe(-52);
});

test('every state has its mark and its steps', () => {
    expect(Object.keys(contract_steps)).toEqual(Object.keys(contract_marks));
    expect(contract_steps.terminated).toEqual([]);
    expect(Object.values(contract_steps).flat().filter(asks)).toEqual(['renew', 'give_notice', 'terminate', 'terminate', 'renew']);
});
