import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faults, read_catalogues, shape_of } from '../scripts/i18n_check.mjs';
import { bind_short_words, compile_catalogue } from '../scripts/messages.mjs';
import { create_translator, type Catalogue } from '../src/i18n/runtime';

describe('catalogues', () => {
    it('are complete in both languages: keys, arguments and plural forms', () => {
        expect(faults(read_catalogues((name: string) => name.startsWith('web')))).toEqual([]);
    });

    it('report a missing key, a missing plural form and a different argument', () => {
        const found = faults({
            cs: { a: 'x', b: '{n, plural, one {#} other {#}}', c: '{name}' },
            en: { b: '{n, plural, one {#} other {#}}', c: '{title}' },
        });
        expect(found).toContain('en: a is missing');
        expect(found).toContain('cs: b has no form "few"');
        expect(found.some((one: string) => one.startsWith('c: arguments differ'))).toBe(true);
    });

    it('name every argument of nested plurals', () => {
        expect(shape_of('{lead}: {contacts, plural, one {# a} other {# b {extra}}}').names).toEqual(['contacts', 'extra', 'lead']);
    });

    it('count in Czech: 1 klient, 2 klienti, 5 klientů, 1,5 klienta', async () => {
        const { t } = create_translator('cs', (await compile_catalogue('cs')) as Catalogue);
        expect(t('clients.count', { count: 1 })).toBe('1 klient');
        expect(t('clients.count', { count: 3 })).toBe('3 klienti');
        expect(t('clients.count', { count: 5 })).toBe('5 klientů');
        expect(t('clients.count', { count: 1.5 })).toBe('1,5 klienta');
        expect(t('clients.count', { count: 12_345 })).toBe('12\u00a0345 klientů');
    });

    it('never leave a one-letter Czech word at the end of a line', () => {
        expect(bind_short_words('Klient v archivu a k tomu i správce')).toBe('Klient v\u00a0archivu a\u00a0k\u00a0tomu i\u00a0správce');
    });
});

describe('screens', () => {
    const files = (folder: string): string[] =>
        readdirSync(folder).flatMap((name) => {
            const path = join(folder, name);
            return statSync(path).isDirectory() ? files(path) : path.endsWith('.tsx') ? [path] : [];
        });

    it('hold no literal text', () => {
        // Czech letters or two plain words between tags would be a sentence that nobody can translate.
        const literal = />\s*([^<>{}\n]*[ěščřžýáíéúůďťňĚŠČŘŽÝÁÍÉÚŮ][^<>{}\n]*|[A-Z][a-z]+ [a-z]+[^<>{}\n]*)\s*</;
        const found = files(join(import.meta.dirname, '../src'))
            .map((path) => [path, literal.exec(readFileSync(path, 'utf8').replace(/\/\/.*$/gm, ''))?.[1]])
            .filter(([path, text]) => text && !String(path).endsWith('Frame.tsx'));
        expect(found).toEqual([]);
    });

    it('ask only for texts that exist', () => {
        const known = new Set(Object.keys(read_catalogues((name: string) => name.startsWith('web'))['cs'] ?? {}));
        const asked = files(join(import.meta.dirname, '../src')).flatMap((path) =>
            [...readFileSync(path, 'utf8').matchAll(/\bt\('([a-z_A-Z0-9.]+)'/g)].map((match) => match[1] as string),
        );
        expect(asked.length).toBeGreaterThan(200);
        expect(asked.filter((key) => !known.has(`web.${key}`))).toEqual([]);
    });
});
