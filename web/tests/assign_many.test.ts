import { describe, expect, it } from 'vitest';
import { Problem } from '../src/api/client';
import { assign_many } from '../src/records/assign_many';

describe('many assignments', () => {
    it('go on after a refusal and say truthfully what was done', async () => {
        const seen: number[] = [];
        const refusal = new Problem(422, { kind: 'rule', code: 'assignment.over_capacity' });
        const result = await assign_many(['a', 'b', 'c'], (one) => (one === 'b' ? Promise.reject(refusal) : Promise.resolve()), (done) => seen.push(done));
        expect(result).toEqual({ done: ['a', 'c'], refused: [{ one: 'b', problem: refusal }] });
        expect(seen).toEqual([1, 2, 3]);
    });
    it('are asked once more with the same key when the connection breaks, and end when it stays broken', async () => {
        const asked: [string, string][] = [];
        let working = false;
        const send = (one: string, key: string) => {
            asked.push([one, key]);
            const fails = !working || one === 'b';
            working = true;
            return fails ? Promise.reject(new Problem(0, { kind: 'offline' })) : Promise.resolve();
        };
        const result = await assign_many(['a', 'b', 'c'], send, () => undefined);
        expect(asked.map(([one]) => one)).toEqual(['a', 'a', 'b', 'b']);
        expect(asked[0]![1]).toBe(asked[1]![1]);
        expect(asked[1]![1]).not.toBe(asked[2]![1]);
        expect(result.done).toEqual(['a']);
        expect(result.refused.map(({ one }) => one)).toEqual(['b', 'c']);
    });
});
