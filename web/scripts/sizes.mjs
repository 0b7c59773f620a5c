// Size gate: reads the manifest of the build and fails when a first visit or a lazy part grew too big.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
// What a user waits for is a first visit, a first page and a route; `embedded` only says how far the whole app, most of which
// nobody loads at once, grows the program (docs/decisions/0020).
const limits = { entry_js: 250_000, entry_css: 45_000, first_page: 295_000, route_js: 25_000, lazy_js: 60_000, embedded: 1_600_000 };

const size_cache = new Map();
function gz(file) {
    if (!size_cache.has(file)) size_cache.set(file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length);
    return size_cache.get(file);
}
/** All files a chunk needs before it can run. */
function closure(key, seen = new Set()) {
    if (seen.has(key)) return seen;
    seen.add(key);
    for (const next of manifest[key].imports ?? []) closure(next, seen);
    return seen;
}
function weigh(keys) {
    let js = 0;
    let css = 0;
    const styles = new Set();
    for (const key of keys) {
        js += gz(manifest[key].file);
        for (const style of manifest[key].css ?? []) styles.add(style);
    }
    for (const style of styles) css += gz(style);
    return { js, css };
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const first = closure(entry);
const problems = [];
const entry_weight = weigh(first);
const messages = Object.keys(manifest).filter((key) => key.includes('messages/'));
const largest_messages = Math.max(0, ...messages.map((key) => gz(manifest[key].file)));
const show = (name, weight) =>
    console.log(`${name.padEnd(34)} js ${(weight.js / 1000).toFixed(1).padStart(7)} kB gz   css ${(weight.css / 1000).toFixed(1).padStart(6)} kB gz`);
show('first visit', { js: entry_weight.js + largest_messages, css: entry_weight.css });
if (entry_weight.js + largest_messages > limits.entry_js) problems.push('first visit: too much JavaScript');
if (entry_weight.css > limits.entry_css) problems.push('first visit: too much CSS');
// The list of clients is the first page after signing in; other parts are weighed against what it brought.
const home = Object.keys(manifest).find((key) => key.endsWith('clients/Clients.tsx'));
const home_set = home ? closure(home, new Set(first)) : first;
const home_weight = weigh(home_set);
show('first page after signing in', { js: home_weight.js + largest_messages, css: home_weight.css });
if (home_weight.js + home_weight.css + largest_messages > limits.first_page) problems.push('first page: over the limit');
for (const key of Object.keys(manifest).sort()) {
    if (!manifest[key].isDynamicEntry || messages.includes(key) || key === home) continue;
    const weight = weigh([...closure(key)].filter((one) => !home_set.has(one)));
    show(`+ ${key.replace(/^src\//, '')}`, weight);
    const limit = key.includes('src/features/') ? limits.route_js : limits.lazy_js;
    if (weight.js > limit) problems.push(`${key}: ${weight.js} bytes, the limit is ${limit}`);
}
let embedded = 0;
for (const chunk of Object.values(manifest)) {
    embedded += 2 * gz(chunk.file);
    for (const style of chunk.css ?? []) embedded += 2 * gz(style);
}
console.log(`embedded, both encodings at most ${(embedded / 1000).toFixed(0)} kB`);
if (embedded > limits.embedded) problems.push('embedded files too big');
if (problems.length) {
    console.error(problems.join('\n'));
    process.exit(1);
}
