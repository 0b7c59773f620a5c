// One assignment after another: each is its own request, so that one refusal does not stop the others.
import { idempotency_key, Problem } from '../api/client';

export interface Assigned<One> {
    done: One[];
    refused: { one: One; problem: unknown }[];
}

/** `send` gets a key that stays the same when a broken connection makes it ask again, so that nothing is assigned twice. */
export async function assign_many<One>(all: readonly One[], send: (one: One, key: string) => Promise<unknown>, progress: (done: number) => void): Promise<Assigned<One>> {
    const result: Assigned<One> = { done: [], refused: [] };
    let offline: unknown = null;
    for (const [index, one] of all.entries()) {
        const key = idempotency_key();
        try {
            if (offline) throw offline;
            await send(one, key).catch((problem: unknown) => {
                if (problem instanceof Problem && problem.kind === 'offline') return send(one, key);
                throw problem;
            });
            result.done.push(one);
        } catch (problem) {
            if (problem instanceof Problem && problem.kind === 'offline') offline = problem;
            result.refused.push({ one, problem });
        }
        progress(index + 1);
    }
    return result;
}
