import { describe, expect, it } from 'vitest';
import type { Session } from '../src/api/types';
import { areas_of } from '../src/ui/Shell';

describe('rights', () => {
    it('decide which parts of the program are in the menu', () => {
        const with_rights = (permissions: Session['permissions']) => areas_of({ permissions } as Session).map((area) => area.to);
        expect(with_rights({ 'import_run.create': 'all' })).toContain('/import');
        expect(with_rights({ 'import_run.create': 'none' })).not.toContain('/import');
        expect(with_rights({})).toEqual(['/clients', '/map', '/reports', '/segmentation', '/team', '/settings']);
    });
});
