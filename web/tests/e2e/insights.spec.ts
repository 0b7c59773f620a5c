// The owner looks ahead: what contracts secure, what customers are worth, what would happen if, and whether care pays.
import { expect, set_up, test } from './fixtures';

for (const language of ['cs', 'en'] as const) {
    test.describe(language, () => {
        test.use({ language });

        test('renewals, value, what if and care answer by the address', async ({ person }) => {
            const { page, t, server } = person;
            const suffix = language === 'cs' ? '' : '-en';
            await set_up(person);
            await page.getByRole('button', { name: t('start.sample_load') }).click();
            await expect(page.getByText('Trasima Automotive').first()).toBeVisible({ timeout: 120_000 });
            const main = page.getByRole('main');
            const overflow = () => page.evaluate(() => document.querySelector('main')!.scrollWidth - document.querySelector('main')!.clientWidth);

            await page.goto(`${server.url}/reports/renewals`);
            const months = main.getByRole('group', { name: t('reports.renewals.months') });
            await expect(months.getByRole('button')).toHaveCount(12);
            await page.waitForLoadState('networkidle');
            await person.check('renewals');
            await person.shot(`renewals${suffix}`);
            await months.getByRole('button').first().focus();
            await page.keyboard.press('End');
            await page.keyboard.press('Enter');
            await expect(page.getByRole('dialog').filter({ has: page.locator('h3') })).toBeVisible();
            await page.keyboard.press('Escape');
            await main.getByText(t('reports.as_table'), { exact: true }).click();
            await expect(main.getByRole('columnheader', { name: t('reports.renewals.expected') })).toBeVisible();
            await person.check('renewals as a table');

            // A small book is refused with advice, and the question stays in the address.
            await main.getByRole('link', { name: t('reports.tab.value') }).click();
            await expect(main.getByRole('link', { name: t('reports.value.advice_link') })).toBeVisible();
            await main.getByLabel(t('reports.value.horizon')).fill('26');
            await expect(page).toHaveURL(/horizon=26/);
            await main.getByText(t('reports.value.expert'), { exact: true }).click();
            await page.waitForLoadState('networkidle');
            await person.check('value');
            await person.shot(`value${suffix}`);

            // Sliders by keys; the tiers follow, the address says what was wished, and everything can be undone.
            await main.getByRole('link', { name: t('reports.tab.what_if') }).click();
            const price = main.getByRole('slider', { name: t('reports.what_if.price_of') });
            await price.focus();
            await page.keyboard.press('ArrowRight');
            await page.keyboard.press('ArrowRight');
            await expect(page).toHaveURL(/price=2/);
            await expect(price).toHaveAttribute('aria-valuetext', /2/);
            await main.getByRole('slider', { name: t('reports.what_if.threshold', { tier: 'A' }) }).focus();
            for (let at = 0; at < 8; ++at) await page.keyboard.press('ArrowLeft');
            await expect(page).toHaveURL(/threshold_a=/);
            await main.getByRole('combobox', { name: t('reports.what_if.leaving_add') }).fill('Trasima');
            await page.getByRole('option', { name: 'Trasima Automotive' }).click();
            await expect(page).toHaveURL(/leaving=acc_/);
            await expect(main.getByRole('group', { name: t('reports.what_if.leaving') }).getByRole('button', { name: /Trasima/ })).toBeVisible();
            await expect(main.getByRole('region', { name: t('reports.what_if.load') })).toBeVisible();
            await page.waitForLoadState('networkidle');
            await person.check('what if');
            await person.shot(`what-if${suffix}`);
            const link = page.url();
            await main.getByRole('button', { name: t('reports.what_if.reset') }).click();
            await expect(page).not.toHaveURL(/price=/);
            await page.goto(link);
            await expect(price).toHaveAttribute('aria-valuenow', '2');

            // What was tried becomes a draft of the model.
            const tried = await main.getByRole('slider', { name: t('reports.what_if.threshold', { tier: 'A' }) }).getAttribute('aria-valuenow');
            await main.getByRole('button', { name: t('reports.what_if.use') }).click();
            await expect(page).toHaveURL(/\/segmentation$/);
            await expect(page.getByRole('button', { name: t('seg.publish') })).toBeEnabled();
            const drafts = await page.evaluate(async () => (await (await fetch('/api/v1/segmentation_models?status=draft')).json()) as { items: { threshold_a: number }[] });
            expect(drafts.items.map((one) => String(one.threshold_a))).toEqual([tried]);

            await page.goto(`${server.url}/reports/care`);
            await expect(main.getByRole('group', { name: t('reports.assumptions') }).first()).toBeVisible();
            await expect(main.getByRole('region', { name: t('reports.suit.title') }).getByRole('article').first()).toBeVisible();
            await page.waitForLoadState('networkidle');
            await person.check('care');
            await person.shot(`care${suffix}`);

            await page.setViewportSize({ width: 390, height: 844 });
            for (const one of ['renewals', 'value', 'what_if', 'care']) {
                await page.goto(`${server.url}/reports/${one}`);
                await page.waitForLoadState('networkidle');
                expect(await overflow(), one).toBe(0);
                await person.check(`${one} on a phone`);
            }
            await page.emulateMedia({ colorScheme: 'dark' });
            await page.goto(`${server.url}/reports/renewals`);
            await expect(months.getByRole('button')).toHaveCount(12);
            await person.check('renewals in the dark');
            await page.goto(link);
            await page.waitForLoadState('networkidle');
            await person.check('what if in the dark');
        });
    });
}
