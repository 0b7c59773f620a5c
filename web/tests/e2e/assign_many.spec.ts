// Clients without a manager: from the team to the list, chosen by keys, assigned together with a reason for the overload.
import { expect, set_up, test } from './fixtures';

test('clients without a manager are assigned together', async ({ person }) => {
    const { page, t, server } = person;
    await set_up(person);
    const names = ['Alfa', 'Beta', 'Gama', 'Delta', 'Epsilon'];
    const done = await page.evaluate(async (all) => {
        const session = (await (await fetch('/api/v1/session')).json()) as { csrf_token: string };
        const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token };
        const answers = await Promise.all(all.map((name) => fetch('/api/v1/accounts', { method: 'POST', headers: { ...headers, 'Idempotency-Key': `new-${name}` }, body: JSON.stringify({ name }) })));
        const manager = await fetch('/api/v1/users', { method: 'POST', headers: { ...headers, 'Idempotency-Key': 'new-manager' }, body: JSON.stringify({ full_name: 'Eva Nová', email: 'eva.nova@firma.example', roles: ['account_manager'], capacity_points: '2' }) });
        return manager.ok && answers.every((answer) => answer.ok);
    }, names);
    expect(done).toBe(true);
    await page.goto(`${server.url}/team`);
    await page.getByRole('link', { name: t('team.show_them') }).click();
    await expect(page).toHaveURL(/lead=none/);

    // The first three by keys, the last by its tick.
    const grid = page.getByRole('grid', { name: t('nav.clients') });
    await expect(page.getByRole('row').nth(5)).toBeVisible();
    await grid.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.locator('[role=row] > [role=gridcell]:first-child').last().click();
    await expect(page.getByText(t('clients.chosen', { count: 4 }))).toBeVisible();
    await expect(page.locator('[role=row][aria-selected=true]')).toHaveCount(4);
    await person.check('chosen');

    await page.getByRole('button', { name: t('clients.assign') }).click();
    const form = page.getByRole('dialog', { name: t('assign.title_many', { count: 4 }) });
    const who = form.getByLabel(t('assign.user'), { exact: true });
    await who.selectOption({ index: 1 });
    await expect(form.getByText(t('assign.after', { name: 'Eva Nová' }))).toBeVisible();
    const reason = form.getByRole('textbox', { name: t('assign.reason') });
    await expect(reason).toBeVisible();
    await expect(form.getByRole('button', { name: t('assign.save') })).toBeDisabled();
    await reason.fill('Než přijde posila.');
    await person.check('assignment of many');
    await form.getByRole('button', { name: t('assign.save') }).click();
    await expect(page.getByText(t('assign.many_done', { name: 'Eva Nová', count: 4 }))).toBeVisible();
    await expect(page.getByRole('row')).toHaveCount(2);

    // Who is looked after already is refused, with the reason, and stays chosen.
    await page.goto(`${server.url}/clients`);
    await expect(page.getByRole('row').nth(5)).toBeVisible();
    await grid.focus();
    await page.keyboard.press('Control+a');
    await page.getByRole('button', { name: t('clients.assign') }).click();
    const again = page.getByRole('dialog', { name: t('assign.title_many', { count: 5 }) });
    await again.getByLabel(t('assign.user'), { exact: true }).selectOption({ index: 1 });
    await again.getByRole('textbox', { name: t('assign.reason') }).fill('Než přijde posila.');
    await again.getByRole('button', { name: t('assign.save') }).click();
    await expect(page.getByText(t('assign.many_done', { name: 'Eva Nová', count: 1 }))).toContainText(t('assign.many_refused', { count: 4 }));
    await expect(page.getByText(t('clients.chosen', { count: 4 }))).toBeVisible();
    await person.check('refused');
});
