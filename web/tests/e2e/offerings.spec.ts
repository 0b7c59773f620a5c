// What the firm sells is sorted into families, and the reports split by them at once.
import { expect, set_up, test } from './fixtures';

for (const language of ['cs', 'en'] as const) {
    test.describe(language, () => {
        test.use({ language });

        test('two products become a family of their own, and retention splits by it', async ({ person }) => {
            const { page, t, server } = person;
            await set_up(person);
            await page.getByRole('button', { name: t('start.sample_load') }).click();
            await expect(page.getByText('Trasima Automotive').first()).toBeVisible({ timeout: 120_000 });

            await page.goto(`${server.url}/settings?tab=offerings`);
            await expect(page.getByText(t('offerings.count', { count: 66 }))).toBeVisible();
            await person.check('offerings');
            await page.getByRole('textbox', { name: t('offerings.find') }).fill('bedna na stroj');
            const rows = page.getByRole('row').filter({ hasText: 'Bedna na stroj' });
            await expect(page.getByText(t('offerings.count', { count: 2 }))).toBeVisible();
            await expect(rows).toHaveCount(2);
            await page.getByRole('checkbox', { name: t('offerings.choose_all') }).check();
            const under = page.getByRole('combobox', { name: t('offerings.chosen', { count: 2 }) });
            await under.fill('Strojní bedny');
            await page.getByRole('option', { name: t('offerings.make', { name: 'Strojní bedny' }) }).click();
            await person.check('placement');
            await page.getByRole('button', { name: t('offerings.put'), exact: true }).click();
            await expect(page.getByText(t('offerings.moved', { count: 2 }))).toBeVisible();
            for (const row of await rows.all()) await expect(row).toContainText('Strojní bedny');

            // The family itself can be renamed; the row says so.
            await page.getByRole('textbox', { name: t('offerings.find') }).fill('strojní bedny');
            await page.getByRole('button', { name: 'Strojní bedny', exact: true }).click();
            const form = page.getByRole('dialog', { name: t('offerings.edit') });
            await expect(form).toBeVisible();
            await person.check('offering');
            await form.getByRole('textbox').first().fill('Bedny na stroje');
            await form.getByRole('button', { name: t('action.save') }).click();
            await expect(form).toBeHidden();

            await page.goto(`${server.url}/reports/retention?by=family&as_of=2026-10-31`);
            await expect(page.getByRole('main').getByText('Bedny na stroje').first()).toBeVisible();

            await page.setViewportSize({ width: 390, height: 844 });
            await page.goto(`${server.url}/settings?tab=offerings`);
            await expect(page.getByRole('checkbox', { name: t('offerings.choose_all') })).toBeVisible();
            await person.check('offerings on a phone');
            expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
        });
    });
}
