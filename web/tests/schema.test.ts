import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('the types of the API are those of its description; `npm run schema` makes them anew', () => {
    const web = join(import.meta.dirname, '..');
    const made = execFileSync(process.execPath, [join(web, 'node_modules/openapi-typescript/bin/cli.js'), '../docs/openapi.json'], { cwd: web, encoding: 'utf8' });
    // Compared as a whole and not line by line: a difference of thousands of lines would help nobody.
    expect(made === readFileSync(join(web, 'src/api/schema.d.ts'), 'utf8')).toBe(true);
});
