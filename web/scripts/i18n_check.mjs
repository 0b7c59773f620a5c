// Both languages must be complete: the same keys, the same arguments, and every plural form the language has.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { flatten, languages, locales_folder } from './messages.mjs';

/** Names of the arguments of a message and the plural forms each of its plurals offers. */
export function shape_of(text) {
    const names = new Set();
    const plurals = [];
    const walk = (elements) => {
        for (const element of elements) {
            if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
            if (element.value !== undefined) names.add(element.value);
            if (element.options) {
                if (element.type === TYPE.plural) plurals.push(Object.keys(element.options));
                for (const option of Object.values(element.options)) walk(option.value);
            }
            if (element.children) walk(element.children);
        }
    };
    walk(parse(text, { ignoreTag: true }));
    return { names: [...names].sort(), plurals };
}

/** Every fault of the catalogues as one sentence; empty when all is well. */
export function faults(catalogues) {
    const found = [];
    const [first, ...others] = languages;
    for (const other of others) {
        for (const key of Object.keys(catalogues[first])) if (!(key in catalogues[other])) found.push(`${other}: ${key} is missing`);
        for (const key of Object.keys(catalogues[other])) if (!(key in catalogues[first])) found.push(`${first}: ${key} is missing`);
    }
    for (const language of languages) {
        const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
        for (const [key, text] of Object.entries(catalogues[language])) {
            let shape;
            try {
                shape = shape_of(text);
            } catch (problem) {
                found.push(`${language}: ${key}: ${problem.message}`);
                continue;
            }
            for (const plural of shape.plurals)
                for (const form of forms) if (!plural.includes(form)) found.push(`${language}: ${key} has no form "${form}"`);
            const twin = catalogues[language === first ? others[0] : first][key];
            if (language === first && twin !== undefined) {
                try {
                    const other = shape_of(twin).names.join(',');
                    if (other !== shape.names.join(',')) found.push(`${key}: arguments differ (${shape.names} / ${other})`);
                } catch {
                    // Reported by the other language.
                }
            }
            if (!text.trim()) found.push(`${language}: ${key} is empty`);
        }
    }
    return found;
}

export function read_catalogues(filter = (name) => name !== '') {
    return Object.fromEntries(
        languages.map((language) => {
            const merged = {};
            for (const name of readdirSync(join(locales_folder, language)))
                if (name.endsWith('.json') && filter(name)) Object.assign(merged, flatten(JSON.parse(readFileSync(join(locales_folder, language, name), 'utf8'))));
            return [language, merged];
        }),
    );
}

if (process.argv[1]?.endsWith('i18n_check.mjs')) {
    const found = faults(read_catalogues());
    if (found.length) {
        console.error(found.join('\n'));
        process.exit(1);
    }
    console.log('texts are complete');
}
