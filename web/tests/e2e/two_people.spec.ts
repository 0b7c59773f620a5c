// Two people change one client at the same time: nobody's words are lost, and the second one decides.
import { expect, set_up, test } from './fixtures';

test('a record that changed meanwhile is offered for comparison', async ({ person }) => {
    const { page, t, server } = person;
    await set_up(person);
    await page.goto(`${server.url}/clients?create=true`);
    const creation = page.getByRole('dialog', { name: t('clients.new') });
    // An empty name is refused at its field, and the field gets the focus.
    await creation.getByRole('button', { name: t('action.save') }).click();
    await expect(creation.getByRole('textbox', { name: t('account.name'), exact: true })).toHaveAttribute('aria-invalid', 'true');
    await person.check('refused form');
    await creation.getByRole('textbox', { name: t('account.name'), exact: true }).fill('Kovárna Oudoleň');
    await creation.getByLabel(t('account.reg_no')).fill('25123890');
    await creation.getByRole('button', { name: t('action.save') }).click();
    await expect(page.getByRole('heading', { name: 'Kovárna Oudoleň', level: 1 })).toBeVisible();

    const edit = { name: t('client.edit') };
    await page.getByRole('button', { name: t('action.edit'), exact: true }).click();
    const mine = page.getByRole('dialog', edit);
    await mine.getByLabel(t('account.city')).fill('Světlá');

    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByRole('button', { name: t('action.edit'), exact: true }).click();
    const theirs = other.getByRole('dialog', edit);
    await theirs.getByLabel(t('account.city')).fill('Oudoleň');
    await theirs.getByLabel(t('account.phone')).fill('+420 569 000 111');
    await theirs.getByRole('button', { name: t('action.save') }).click();
    await expect(theirs).toHaveCount(0);

    await mine.getByRole('button', { name: t('action.save') }).click();
    await expect(mine.getByText(t('form.conflict'))).toBeVisible();
    // Fact by fact: what is saved now and what I would save; what only the other one changed is taken over.
    const city = mine.getByRole('group', { name: t('account.city') });
    await expect(city.getByRole('radio', { name: /Oudoleň/ })).not.toBeChecked();
    await expect(city.getByRole('radio', { name: /Světlá/ })).toBeChecked();
    await expect(mine.getByText(t('form.conflict_merged', { fields: t('account.phone') }))).toBeVisible();
    await person.check('conflict');
    await mine.getByText(t('form.conflict'), { exact: true }).scrollIntoViewIfNeeded();
    await person.shot('conflict');
    await mine.getByRole('button', { name: t('form.conflict_all_theirs') }).click();
    await expect(city.getByRole('radio', { name: /Oudoleň/ })).toBeChecked();
    await mine.getByRole('button', { name: t('form.conflict_all_mine') }).click();
    await mine.getByRole('button', { name: t('form.conflict_apply') }).click();
    await expect(mine).toHaveCount(0);
    await expect(page.getByText('Světlá').first()).toBeVisible();
    await expect(page.getByText('+420 569 000 111')).toBeVisible();

    // What only one of the two touched is merged without a question.
    await page.getByRole('button', { name: t('action.edit'), exact: true }).click();
    await mine.getByLabel(t('account.description')).fill('Kuje brány.');
    await other.goto(page.url());
    await other.getByRole('button', { name: t('action.edit'), exact: true }).click();
    await theirs.getByLabel(t('account.website')).fill('https://kovarna.example');
    await theirs.getByRole('button', { name: t('action.save') }).click();
    await expect(theirs).toHaveCount(0);
    await mine.getByRole('button', { name: t('action.save') }).click();
    await expect(mine).toHaveCount(0);
    await expect(page.getByText('Kuje brány.').first()).toBeVisible();
    await expect(page.getByText('https://kovarna.example')).toBeVisible();
    await other.close();
});
