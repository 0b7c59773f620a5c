// A view is its address: filters, sorting and columns go with the link to another tab and through the sign-in page.
import { expect, set_up, test } from './fixtures';

test('a link carries the filters, the sorting and the columns of the list', async ({ person }) => {
    const { page, t, server } = person;
    await set_up(person);
    await page.getByRole('button', { name: t('start.sample_load') }).click();
    const grid = page.getByRole('grid', { name: t('nav.clients') });
    await expect(page.getByText('Trasima Automotive').first()).toBeVisible({ timeout: 120_000 });

    await page.getByRole('button', { name: new RegExp(`^${t('tier.B')}`) }).click();
    // Every column that has a field the server sorts by can be sorted by its heading.
    await page.getByRole('columnheader', { name: t('account.name') }).click();
    await expect(page.getByRole('columnheader', { name: t('account.name') })).toHaveAttribute('aria-sort', 'ascending');
    await page.getByRole('button', { name: t('grid.columns') }).click();
    await page.getByRole('menuitemcheckbox', { name: t('account.city') }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('columnheader', { name: t('account.city') })).toBeVisible();
    await expect(page).toHaveURL(/tier=B/);
    await expect(page).toHaveURL(/sort=name/);
    await expect(page).toHaveURL(/columns=[a-z_,]*city/);
    const names = (of: typeof page) => of.locator('[role=row] > [role=gridcell]:nth-child(2)').allInnerTexts();
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    await page.waitForLoadState('networkidle');
    const shown = await names(page);
    expect(shown.length).toBeGreaterThan(5);
    expect([...shown].sort((a, b) => a.localeCompare(b, 'cs'))).toEqual(shown);
    const link = page.url();

    const other = await page.context().newPage();
    await other.goto(link);
    await expect(other.getByRole('columnheader', { name: t('account.city') })).toBeVisible();
    await other.waitForLoadState('networkidle');
    expect(await names(other)).toEqual(shown);
    await expect(other.getByRole('button', { name: new RegExp(`^${t('tier.B')}`) })).toHaveAttribute('aria-pressed', 'true');
    await other.close();

    // Signed out, the same link asks who is there and then shows the same.
    await page.context().clearCookies();
    await page.goto(link);
    await page.getByLabel(t('auth.email')).fill('jana.horakova@firma.example');
    await page.getByLabel(t('auth.password'), { exact: true }).fill('kovaná podkova 1887');
    await page.getByRole('button', { name: t('auth.sign_in'), exact: true }).click();
    await expect(grid).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(page.url()).toBe(link);
    expect(await names(page)).toEqual(shown);

    // The headings follow what the server says of its fields: each sortable one sorts both ways.
    const meta = (await (await page.request.get(`${server.url}/api/v1/meta`)).json()) as { entities: { name: string; fields: { name: string; sortable: boolean }[] }[] };
    const sortable = new Set(meta.entities.find((one) => one.name === 'account')?.fields.filter((one) => one.sortable).map((one) => one.name));
    const headings: [string, string[]][] = [
        [t('account.tier'), ['tier']], [t('account.score'), ['score_bp']], [t('account.revenue_12m'), ['revenue_12m']], [t('account.share'), ['revenue_share_bp', 'revenue_12m']],
        [t('account.lifecycle'), ['lifecycle']], [t('account.lead'), ['lead_name', 'lead_id']], [t('account.city'), ['city']],
    ];
    await page.goto(`${server.url}/clients?columns=tier,score,revenue,share,lifecycle,lead,city`);
    await expect(page.getByText('Trasima Automotive').first()).toBeVisible();
    for (const [name, fields] of headings) {
        const heading = page.getByRole('columnheader', { name, exact: true });
        if (!fields.some((field) => sortable.has(field))) {
            await expect(heading).not.toHaveAttribute('aria-sort');
            continue;
        }
        await heading.click();
        await expect(heading).toHaveAttribute('aria-sort', /ending$/);
        await expect(page.getByRole('row').nth(1)).toBeVisible();
        await heading.click();
        await expect(heading).toHaveAttribute('aria-sort', /ending$/);
    }
    await person.check('sorted list');
});
