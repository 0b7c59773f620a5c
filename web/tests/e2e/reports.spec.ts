// The owner asks how clients stay: other days and periods, what a number is made of and which clients are behind it, who kept
// what, and the link that brings somebody else to the same question.
import { expect, set_up, test } from './fixtures';

/** A label as the browser says it: with common spaces. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

for (const language of ['cs', 'en'] as const) {
    test.describe(language, () => {
        test.use({ language });

        test('reports answer one question from number to clients', async ({ person }) => {
            const { page, t, server } = person;
            const suffix = language === 'cs' ? '' : '-en';
            await set_up(person);
            await page.getByRole('button', { name: t('start.sample_load') }).click();
            await expect(page.getByText('Trasima Automotive').first()).toBeVisible({ timeout: 120_000 });

            await page.getByRole('link', { name: t('nav.reports') }).first().click();
            const main = page.getByRole('main');
            const sentence = main.getByRole('status').first();
            await expect(main.getByRole('region', { name: t('reports.part.retention') })).toBeVisible();
            await expect(sentence).toContainText(t('clients.count', { count: 40 }));
            await expect(main.getByRole('article')).toHaveCount(16);
            await page.waitForLoadState('networkidle');
            await person.check('overview');
            await person.shot(`reports${suffix}`);

            // Another period is another address, and the way back leads to the first one.
            const before = await sentence.innerText();
            await page.getByRole('button', { name: new RegExp(`^${plain(t('reports.ask.window'))}`) }).click();
            await page.getByRole('menuitemradio', { name: t('reports.months', { count: 6 }) }).click();
            await expect(page).toHaveURL(/window=6/);
            await expect(sentence).not.toHaveText(before);
            await page.goBack();
            await expect(page).not.toHaveURL(/window/);
            await expect(sentence).toHaveText(before);
            await page.getByRole('button', { name: new RegExp(`^${plain(t('reports.ask.day'))}`) }).click();
            await expect(page.getByRole('dialog', { name: t('reports.ask.day') })).toHaveCSS('opacity', '1');
            await person.check('choice of the day');
            await page.getByRole('button', { name: new RegExp(plain(t('reports.day.quarter'))) }).click();
            await expect(page).toHaveURL(/as_of=\d{4}-\d{2}-\d{2}/);
            await page.goBack();

            // A filter stands in the address and in a chip that takes it away.
            await page.getByRole('button', { name: t('reports.filter'), exact: true }).click();
            await page.getByRole('dialog', { name: t('reports.filters') }).getByRole('combobox').first().selectOption('A');
            await expect(page.getByRole('dialog', { name: t('reports.filters') })).toHaveCSS('opacity', '1');
            await person.check('filters');
            await page.keyboard.press('Escape');
            await expect(page).toHaveURL(/tier=A/);
            await expect(sentence).toContainText(t('clients.count', { count: 4 }));
            await page.getByRole('group', { name: t('reports.filters') }).getByRole('button').click();
            await expect(page).not.toHaveURL(/tier=/);

            // From the number by keys to its formula, from there to its clients, and back to the number.
            const number = main.locator('[data-figure=indicator]').first();
            await number.focus();
            await page.keyboard.press('Enter');
            const dialog = page.getByRole('dialog').filter({ has: page.locator('h3') });
            await expect(dialog.getByText(t('reports.of.start'))).toBeVisible();
            await dialog.locator('[data-rows] a').click();
            const rows = page.getByRole('dialog').filter({ has: page.getByRole('table') });
            await expect(rows.getByRole('link', { name: 'Trasima Automotive', exact: true })).toBeVisible();
            await expect(page).toHaveURL(/rows=net_retention/);
            await person.check('clients behind a number');
            await person.shot(`reports-rows${suffix}`);
            await page.keyboard.press('Escape');
            await expect(rows).toHaveCount(0);
            await expect(number).toBeFocused();

            // Retention: split by managers, as a table, the growth on demand.
            await main.getByRole('link', { name: t('reports.tab.retention') }).click();
            await expect(main.getByRole('group', { name: t('reports.waterfall_label') }).getByRole('button').first()).toBeVisible();
            await page.getByRole('button', { name: new RegExp(`^${plain(t('reports.ask.by'))}`) }).click();
            await page.getByRole('menuitemradio').nth(1).click();
            await expect(page).toHaveURL(/by=manager/);
            await expect(main.getByRole('link', { name: 'Martin Kalina' })).toBeVisible();
            await page.waitForLoadState('networkidle');
            await person.check('retention');
            await person.shot(`retention${suffix}`);
            await main.getByText(t('reports.as_table'), { exact: true }).click();
            await expect(page).toHaveURL(/view=table/);
            await main.getByRole('button', { name: t('reports.growth_show') }).click();
            await expect(main.locator('[data-figure=growth]').first()).toBeVisible();
            await main.getByText(t('reports.cells.revenue'), { exact: true }).click();
            await expect(page).toHaveURL(/cells=revenue/);
            await person.check('retention as a table');

            // A cell of the cohorts is reached by one Tab and the arrows.
            const cells = main.getByRole('table', { name: t('reports.cohorts') }).locator('[data-figure=cohort]');
            await cells.first().focus();
            await page.keyboard.press('ArrowRight');
            await expect(cells.nth(1)).toBeFocused();

            // The same link shows the same to somebody else; the files ask the same question.
            const link = page.url();
            const other = await page.context().newPage();
            await other.goto(link);
            await expect(other.getByRole('link', { name: 'Martin Kalina' })).toBeVisible();
            await expect(other.locator('[data-figure=growth]').first()).toBeVisible();
            await other.close();
            await expect(page.getByRole('link', { name: t('reports.file_text', { format: t('reports.file.pdf') }) })).toHaveAttribute('href', new RegExp(`/api/v1/reports/retention/file\\?.*by=manager.*format=pdf&language=${language}`));

            // Split by families of goods, then one of them alone; other reports do not know of families and ask without.
            await page.goto(`${server.url}/reports/retention?by=family`);
            await main.getByRole('link', { name: 'Krabice a kartonáž' }).click();
            await expect(page).toHaveURL(/family=off_/);
            await expect(page.getByText(`${t('reports.family')}: Krabice a kartonáž`)).toBeVisible();
            await person.check('retention of one family');
            await main.getByRole('link', { name: t('reports.tab.value') }).click();
            await expect(main.getByText(t('reports.value.lead'))).toBeVisible();
            await page.waitForLoadState('networkidle');
            await expect(page.getByText(`${t('reports.family')}: Krabice a kartonáž`)).toBeHidden();

            // Without contracts there is a reason, not a zero.
            await page.goto(`${server.url}/reports?base=contracts`);
            await expect(main.getByRole('article').first().locator('[data-figure=indicator]')).toBeVisible();
            await page.waitForLoadState('networkidle');

            await page.setViewportSize({ width: 390, height: 844 });
            await page.goto(`${server.url}/reports/retention?by=manager`);
            await expect(main.getByRole('group', { name: t('reports.waterfall_label') }).getByRole('button').first()).toBeVisible();
            await page.waitForLoadState('networkidle');
            expect(await page.evaluate(() => document.querySelector('main')!.scrollWidth - document.querySelector('main')!.clientWidth)).toBe(0);
            await person.check('retention on a phone');
            await person.shot(`retention-phone${suffix}`);
            await page.emulateMedia({ colorScheme: 'dark' });
            await page.reload();
            await expect(main.getByRole('group', { name: t('reports.waterfall_label') }).getByRole('button').first()).toBeVisible();
            await page.waitForLoadState('networkidle');
            await person.check('retention in the dark');
        });
    });
}
