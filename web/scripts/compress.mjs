// Writes .br and .gz beside every asset worth compressing; index.html stays plain because the server
// puts a fresh nonce into it on every request.
import { readdirSync, readFileSync, statSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const worth = /\.(js|mjs|css|svg|json|txt|map)$/;

function* files(folder) {
    for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        if (statSync(path).isDirectory()) {
            if (name !== '.vite') yield* files(path);
        } else yield path;
    }
}

const totals = { raw: 0, br: 0, gz: 0, files: 0 };
for (const path of [...files(dist)]) {
    if (/\.(br|gz)$/.test(path)) rmSync(path);
}
for (const path of [...files(dist)]) {
    const body = readFileSync(path);
    totals.files += 1;
    totals.raw += body.length;
    if (!worth.test(path) || body.length < 400) {
        totals.br += body.length;
        totals.gz += body.length;
        continue;
    }
    const br = brotliCompressSync(body, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    });
    const gz = gzipSync(body, { level: 9 });
    writeFileSync(`${path}.br`, br);
    writeFileSync(`${path}.gz`, gz);
    totals.br += br.length;
    totals.gz += gz.length;
}
const kb = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;
console.log(`compressed ${totals.files} files: raw ${kb(totals.raw)}, br ${kb(totals.br)}, gz ${kb(totals.gz)}`);
