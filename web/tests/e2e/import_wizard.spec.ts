// Lists of the wide world through the wizard: the same rows whatever the encoding, and the report adds up.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, set_up, test, upload, type Person } from './fixtures';

const data = resolve(import.meta.dirname, '../../../../shared/data');
const files: { name: string; path: string; rows: number; header?: string }[] = [
    { name: 'Northwind customers', path: `${data}/northwind/customers.csv`, rows: 91 },
    { name: 'Maven accounts', path: `${data}/maven_crm/accounts.csv`, rows: 85 },
    { name: 'Czech municipalities', path: `${data}/cz_open_data/obce_municipalities.csv`, rows: 6243 },
];

/** Created, updated, unchanged, refused and all rows as the report shows them. */
async function figures({ page, t }: Person): Promise<[number, number, number, number, number]> {
    const figure = async (label: string) => {
        const text = await page.locator('dl > div').filter({ has: page.locator('dt', { hasText: new RegExp(`^${label}$`) }) }).locator('dd').innerText();
        return Number(text.replace(/\D/g, ''));
    };
    return [
        await figure(t('import.created')), await figure(t('import.updated')), await figure(t('import.unchanged')),
        await figure(t('import.refused')), await figure(t('import.rows')),
    ];
}

async function preview(person: Person, path: string, kind?: 'invoices'): Promise<void> {
    const { page, t, server } = person;
    await page.goto(`${server.url}/import`);
    if (kind) await page.getByText(t(`import.kind.${kind}`), { exact: true }).click();
    await upload(person, path);
    await page.getByRole('button', { name: t('import.preview') }).click();
    await expect(page.getByText(t('import.nothing_written'))).toBeVisible({ timeout: 120_000 });
}

/** The text in a one-byte encoding; null when it has a letter that the encoding lacks. */
function encoded(text: string, encoding: string): Buffer | null {
    const letters = new Map<string, number>();
    const decoder = new TextDecoder(encoding);
    for (let byte = 0; byte < 256; byte += 1) letters.set(decoder.decode(Uint8Array.of(byte)), byte);
    const bytes = Array.from(text, (letter) => letters.get(letter));
    return bytes.some((byte) => byte === undefined) ? null : Buffer.from(bytes as number[]);
}

const reencoded = `${data}/cz_open_data/reencoded`;
test('the same rows in another encoding are the same clients', async ({ person }) => {
    const first = `${reencoded}/obce_utf8_bom_semicolon_crlf.csv`;
    test.skip(!existsSync(first), `${first} is not here`);
    const { page, t } = person;
    const folder = mkdtempSync(join(tmpdir(), 'encodings-'));
    const text = readFileSync(first, 'utf8').replace(/^\uFEFF/, '');
    const others: [string, string | Buffer | null][] = [
        ['windows-1250', `${reencoded}/obce_cp1250_semicolon_crlf.csv`],
        ['iso-8859-2', encoded(text, 'iso-8859-2')],
        ['utf-16le', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ];
    await set_up(person);
    await preview(person, first);
    await page.locator('button', { hasText: t('import.run', { count: 5 }).split(/\s*5/)[0]! }).last().click();
    await expect(page.getByRole('heading', { name: t('import.done'), exact: true })).toBeVisible({ timeout: 120_000 });
    const [created, , , refused, rows] = await figures(person);
    expect(rows).toBe(1500);
    expect(created + refused).toBe(rows);
    for (const [encoding, source] of others) {
        if (source === null) continue;
        const path = typeof source === 'string' ? source : join(folder, `${encoding}.csv`);
        if (typeof source !== 'string') writeFileSync(path, source);
        await preview(person, path);
        expect([encoding, ...(await figures(person))]).toEqual([encoding, 0, 0, created, refused, rows]);
    }
    rmSync(folder, { recursive: true });
});

for (const file of files) {
    test(`${file.name} come in through the wizard and the second time change nothing`, async ({ person }) => {
        test.skip(!existsSync(file.path), `${file.path} is not here`);
        const { page, t, server } = person;
        // Progress comes over a stream; nobody asks in intervals while it runs.
        const asked: string[] = [];
        page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname.replace(/imp_\w+/, 'imp_')}`));
        await set_up(person);
        for (const round of ['first', 'second'] as const) {
            await page.goto(`${server.url}/import`);
            await upload(person, file.path);
            await person.check('mapping');
            const name_column = page.getByRole('combobox', { name: new RegExp(t('import.meaning_of', { column: '' }).trim()) });
            await expect(name_column.first()).toBeVisible();
            await page.getByRole('button', { name: t('import.preview') }).click();
            await expect(page.getByRole('heading', { name: /./ }).filter({ hasText: t('import.preview_title', { name: '' }).trim() })).toBeVisible({ timeout: 120_000 });
            await person.check('preview');
            await page.getByRole('button', { name: new RegExp(t('import.run', { count: 5 }).split('5')[0]!.trim()) }).click();
            await expect(page.getByRole('heading', { name: t('import.done'), exact: true })).toBeVisible({ timeout: 180_000 });
            if (file.rows > 1000) expect(asked.filter((one) => one === 'GET /api/v1/imports/imp_/events').length).toBe(round === 'first' ? 1 : 2);
            const [created, updated, unchanged, refused, rows] = await figures(person);
            expect(rows).toBe(file.rows);
            expect(created + updated + unchanged + refused).toBe(rows);
            if (round === 'second') expect([created, updated, unchanged]).toEqual([0, 0, file.rows - refused]);
            else expect(created).toBeGreaterThan(file.rows * 0.9);
        }
        // However long the list, only the visible rows are in the document, and the keys reach beyond the first page.
        await page.goto(`${server.url}/clients`);
        const grid = page.getByRole('grid', { name: t('nav.clients') });
        await expect(grid).toHaveAttribute('aria-rowcount', /^\d{2,}$/);
        await expect(page.getByRole('row').nth(5)).toBeVisible();
        await grid.focus();
        await page.keyboard.press('End');

        await page.keyboard.press('End');
        await expect(page.getByRole('row').nth(5)).toBeVisible();
        expect(await page.getByRole('row').count()).toBeLessThanOrEqual(60);
        await page.keyboard.press('Home');
        await expect(page.locator('[role=row][aria-rowindex="2"]')).toBeVisible();
    });
}

test('a stream that breaks is replaced by asking, and the report comes all the same', async ({ person }) => {
    const { page, t, server } = person;
    await set_up(person);
    await page.route('**/imports/*/events', (route) => route.fulfill({ status: 200, contentType: 'text/event-stream', body: '' }));
    await preview(person, resolve(import.meta.dirname, '../../../samples/invoices_import_demo.csv'), 'invoices');
    await page.locator('button', { hasText: t('import.run', { count: 5 }).split(/\s*5/)[0]! }).last().click();
    await expect(page.getByRole('heading', { name: t('import.done'), exact: true })).toBeVisible({ timeout: 120_000 });
    const [created, updated, unchanged, refused, rows] = await figures(person);
    expect(created + updated + unchanged + refused).toBe(rows);
    // What became of the rows opens like any other number.
    for (const index of [0, 3, 4]) {
        await page.locator('[data-figure=import_count]').nth(index).click();
        await expect(page.getByRole('dialog').locator('[data-rows] a')).toHaveCount(1);
        await person.check(`import figure ${index}`);
        await page.keyboard.press('Escape');
    }
    await page.goto(`${server.url}/import`);
    await expect(page.locator('[data-figure=import_count]').first()).toBeVisible();
});
