// Reads ../locales/<language>/*.json (ICU MessageFormat, shared with the server) and offers them to the
// app as `virtual:messages/<language>`: plain texts as strings, texts with arguments already parsed.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const languages = ['cs', 'en'];
const here = import.meta.dirname;
export const locales_folder = join(here, '../../locales');
const parser_path = join(here, '../node_modules/@formatjs/icu-messageformat-parser/index.js');

/** Nested objects become dotted keys, so both ways of writing a catalogue are welcome. */
export function flatten(value, prefix = '', result = {}) {
    for (const [key, inner] of Object.entries(value)) {
        const name = prefix ? `${prefix}.${key}` : key;
        if (inner && typeof inner === 'object') flatten(inner, name, result);
        else result[name] = String(inner);
    }
    return result;
}

export function load_catalogue(language) {
    const folder = join(locales_folder, language);
    const merged = {};
    for (const name of readdirSync(folder).sort()) {
        // Names of operations are for the command line and its help only.
        if (!name.endsWith('.json') || name === 'operations.json') continue;
        try {
            Object.assign(merged, flatten(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
        } catch (problem) {
            throw new Error(`locales/${language}/${name}: ${problem.message}`);
        }
    }
    return merged;
}

/** A one-letter Czech preposition or conjunction never ends a line. */
export function bind_short_words(text) {
    return text.replace(/(?<=^|[\s(„])([ksvzouaiKSVZOUAI]) (?=\S)/g, '$1\u00a0');
}

const needs_parsing = (text) => /[{}'#<]/.test(text);

export async function compile_catalogue(language) {
    const { parse } = await import(/* @vite-ignore */ pathToFileURL(parser_path).href);
    const compiled = {};
    for (const [key, text] of Object.entries(load_catalogue(language))) {
        const bound = language === 'cs' ? bind_short_words(text) : text;
        if (!needs_parsing(bound)) {
            compiled[key] = bound;
            continue;
        }
        try {
            compiled[key] = parse(bound, { ignoreTag: true, captureLocation: false });
        } catch (problem) {
            throw new Error(`locales/${language}: ${key}: ${problem.message}`);
        }
    }
    return compiled;
}

export function messages() {
    const prefix = 'virtual:messages/';
    return {
        name: 'klicnik-messages',
        resolveId(id) {
            return id.startsWith(prefix) ? `\0${id}` : null;
        },
        async load(id) {
            if (!id.startsWith(`\0${prefix}`)) return null;
            const language = id.slice(prefix.length + 1);
            for (const name of readdirSync(join(locales_folder, language)))
                this.addWatchFile(join(locales_folder, language, name));
            const compiled = await compile_catalogue(language);
            return `export default JSON.parse(${JSON.stringify(JSON.stringify(compiled))});`;
        },
    };
}
