// Every number opens its formula and the way to its rows, on every screen, by mouse and by keyboard. The walk opens at
// least one of each kind of figure that a screen shows, and finds figures that would stand there mute.
import { expect, set_up, test, type Person } from './fixtures';

/** Numbers in tables, grids, figures and charts that nobody can open; facts that people typed are not figures. */
function mute_numbers(): string[] {
    const places = 'main dd, main td.right, main [role=gridcell], main .number, main tfoot td, main svg [role=button]';
    const opens = '[data-figure], a, input, select, [role=slider], dl[class*=facts]';
    const found: string[] = [];
    for (const place of document.querySelectorAll<HTMLElement>(places)) {
        if (place.closest(opens) || place.querySelector('[data-figure]')) continue;
        const text = (place.textContent ?? '').trim();
        // A day, a phone number, a code or a name with a digit is a fact, not a figure.
        if (place.closest('[data-fact]') || place.querySelector('[data-fact]')) continue;
        if (/^[−-]?[\d\u00a0.,]+(\u00a0?(%|Kč|€|£|\$|mil\.|tis\.|mld\.|m|k|bn)\S*)*$/.test(text.replace(/^(CZK|Kč|€)\s*/, ''))) found.push(`${place.tagName.toLowerCase()}: ${text}`);
    }
    return [...new Set(found)];
}

/** Opens each kind of figure on the screen (in Czech the first and the last, by mouse and by keys); each must say its formula and lead to its rows. */
async function open_figures(person: Person, screen: string): Promise<number> {
    const { page } = person;
    expect(await page.evaluate(mute_numbers), `numbers on ${screen} that open nothing`).toEqual([]);
    const kinds = await page.evaluate(() => {
        const count: Record<string, number> = {};
        for (const one of document.querySelectorAll('main [data-figure]')) count[one.getAttribute('data-figure') ?? ''] = (count[one.getAttribute('data-figure') ?? ''] ?? 0) + 1;
        return count;
    });
    let opened = 0;
    for (const [kind, count] of Object.entries(kinds)) {
        for (const index of count > 1 && person.language === 'cs' ? [0, count - 1] : [0]) {
            const number = page.locator(`main [data-figure="${kind}"]`).nth(index);
            if (kind === 'mark') await number.dispatchEvent('click');
            else if (index === 0) await number.click();
            else {
                await number.focus();
                await page.keyboard.press('Enter');
            }
            const dialog = page.getByRole('dialog').filter({ has: page.locator('h3') });
            await expect(dialog, `${kind} on ${screen}`).toHaveCount(1);
            await expect(dialog.locator('h3')).not.toBeEmpty();
            expect((await dialog.locator('p').first().innerText()).length, `formula of ${kind} on ${screen}`).toBeGreaterThan(20);
            await expect(dialog.locator('[data-rows] :is(a, button)'), `rows of ${kind} on ${screen}`).toHaveCount(1);
            if (opened % 8 === 0) await person.check(`${kind} on ${screen}`);
            await page.keyboard.press('Escape');
            await expect(dialog).toHaveCount(0);
            opened += 1;
        }
    }
    return opened;
}

for (const language of ['cs', 'en'] as const) {
    test.describe(language, () => {
        test.use({ language });

        test('every number opens its formula and its rows', async ({ person }) => {
            const { page, t, server } = person;
            const suffix = language === 'cs' ? '' : '-en';
            await set_up(person);
            await page.getByRole('button', { name: t('start.sample_load') }).click();
            const grid = page.getByRole('grid', { name: t('nav.clients') });
            await expect(grid).toBeVisible({ timeout: 120_000 });
            await expect(page.getByText('Trasima Automotive').first()).toBeVisible();
            await expect(page.getByText(t('start.finish'))).toHaveCount(0);
            expect(await open_figures(person, 'clients')).toBeGreaterThan(6);

            // The same by keyboard alone: down to a row, right to its numbers, Enter, and back where one was.
            await grid.focus();
            await page.keyboard.press('Home');
            await expect(page.locator('[role=row][aria-rowindex="2"]')).toBeVisible();
            await page.keyboard.press('ArrowRight');
            await page.keyboard.press('ArrowRight');
            await page.keyboard.press('Enter');
            const dialog = page.getByRole('dialog').filter({ has: page.locator('h3') });
            await expect(dialog.getByRole('heading', { name: t('account.revenue_12m') })).toBeVisible();
            await page.keyboard.press('Escape');
            await expect(dialog).toHaveCount(0);
            await expect(grid).toBeFocused();

            // From the number to its rows: the lines of exactly these months add up to it.
            await page.keyboard.press('Enter');
            await dialog.locator('tr').last().waitFor();
            const total = await dialog.locator('tr').last().locator('td').last().innerText();
            await dialog.locator('[data-rows] a').click();
            await expect(page).toHaveURL(/tab=figures.*kind=revenue,credit_note.*from=\d{4}-\d{2}.*to=/);
            await expect(page.locator('main [data-figure=ledger_sum]').first()).toHaveText(total);
            await expect(page.getByRole('row').nth(2)).toBeVisible();
            await page.waitForLoadState('networkidle');
            await person.check('rows behind a number');
            await person.shot(`rows${suffix}`);
            await page.reload();
            await expect(page.locator('main [data-figure=ledger_sum]').first()).toHaveText(total);
            const client = new URL(page.url()).pathname;

            const screens: [string, string, () => Promise<unknown>][] = [
                ['client', client, () => page.getByText(t('score.total')).first().waitFor()],
                ['figures of the client', `${client}?tab=figures`, () => page.getByRole('row').nth(2).waitFor()],
                ['history of the client', `${client}?tab=history`, () => page.locator('[data-figure=score_then]').first().waitFor()],
                ['map', '/map', () => page.getByRole('group', { name: t('map.label') }).getByRole('button').first().waitFor()],
                ['map as list', '/map?view=list', () => page.locator('[data-figure=map_x]').first().waitFor()],
                ['reports', '/reports', () => page.locator('[data-figure=indicator]').first().waitFor()],
                ['retention', '/reports/retention?by=manager&growth=true', () => page.locator('[data-figure=growth]').first().waitFor()],
                ['retention as a table', '/reports/retention?view=table', () => page.locator('[data-figure=waterfall]').first().waitFor()],
                ['contracts of the client', `${client}?tab=contracts`, () => page.locator('main [data-figure]').first().waitFor()],
                ['renewals', '/reports/renewals', () => page.locator('main [data-figure]').first().waitFor()],
                ['value', '/reports/value', () => page.locator('main details summary').first().click()],
                ['what if', '/reports/what_if?price=5', () => page.locator('main [data-figure]').first().waitFor()],
                ['care', '/reports/care', () => page.locator('main section[aria-label] [data-figure]').last().waitFor()],
                ['concentration', '/segmentation?tab=concentration', () => page.locator('[data-figure=large_share]').first().waitFor()],
                ['model', '/segmentation', () => page.locator('[data-figure=preview_kind]').first().waitFor()],
                ['team', '/team', () => page.locator('[data-figure=points]').first().waitFor()],
                ['plan', '/team?tab=plan', () => page.locator('[data-figure=plan_points]').first().waitFor()],
                ['people', '/team?tab=people', () => page.locator('[data-figure=capacity]').first().waitFor()],
                ['accepted overloads', '/team?tab=risks', () => page.getByRole('heading', { name: t('team.tab.risks') }).waitFor()],
                ['imports', '/import', () => page.getByText(t('import.runs')).first().waitFor()],
            ];
            for (const [name, path, ready] of screens) {
                await page.goto(`${server.url}${path}`);
                await ready();
                await page.waitForLoadState('networkidle');
                await open_figures(person, name);
            }

            // On a phone the number in a card opens too, and the rest of the card opens the client.
            await page.setViewportSize({ width: 390, height: 844 });
            await page.goto(`${server.url}/clients`);
            await page.locator('[data-figure=revenue_12m]').first().click();
            await expect(dialog.getByRole('heading', { name: t('account.revenue_12m') })).toBeVisible();
            await expect(dialog.getByRole('row').nth(5)).toBeVisible();
            await person.check('number on a phone');
            await person.shot(`explanation-phone${suffix}`);
            await page.keyboard.press('Escape');
            await page.getByRole('button', { name: 'Trasima Automotive' }).click();
            await expect(page.getByRole('heading', { name: 'Trasima Automotive', level: 1 })).toBeVisible();
        });
    });
}
