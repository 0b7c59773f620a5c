import { describe, expect, it } from 'vitest';
import { merge_three } from '../src/ui/merge';

describe('two changes of one record', () => {
    const base = { city: 'Humpolec', phone: null as string | null, name: 'Kovárna', roles: ['owner'] };
    it('are merged where only one of the two touched a fact', () => {
        expect(merge_three(base, { ...base, city: 'Světlá' }, { ...base, phone: '569 000 111' })).toEqual({
            merged: { ...base, city: 'Světlá', phone: '569 000 111' }, taken: ['phone'], conflicts: [],
        });
    });
    it('are a question where both did, with theirs until somebody decides', () => {
        const found = merge_three(base, { ...base, city: 'Světlá', name: 'Kovárna Oudoleň' }, { ...base, city: 'Oudoleň' });
        expect(found.conflicts).toEqual(['city']);
        expect(found.merged).toEqual({ ...base, city: 'Oudoleň', name: 'Kovárna Oudoleň' });
    });
    it('agree when both did the same', () => {
        const both = { ...base, roles: ['owner', 'analyst'] };
        expect(merge_three(base, both, { ...both })).toEqual({ merged: both, taken: [], conflicts: [] });
    });
});
