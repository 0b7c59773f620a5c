// What was agreed with a client: a contract is written down, given notice, the notice taken back, renewed.
import type { Contract } from '../../src/api/types';
import { expect, set_up, test } from './fixtures';

test('a contract goes through the steps of its life', async ({ person }) => {
    const { page, t, server } = person;
    await set_up(person);
    await page.goto(`${server.url}/clients?create=true`);
    const creation = page.getByRole('dialog', { name: t('clients.new') });
    await creation.getByRole('textbox', { name: t('account.name'), exact: true }).fill('Kovárna Oudoleň');
    await creation.getByRole('button', { name: t('action.save') }).click();
    await expect(page.getByRole('heading', { name: 'Kovárna Oudoleň', level: 1 })).toBeVisible();

    await page.getByRole('tab', { name: t('client.tab.contracts') }).click();
    await expect(page.getByText(t('contract.empty'))).toBeVisible();
    await page.getByRole('button', { name: t('contract.new') }).last().click();
    const form = page.getByRole('dialog', { name: t('contract.new') });
    await form.getByLabel('Název').fill('Údržba bucharu');
    await form.getByLabel('Číslo smlouvy').fill('SM-7');
    await form.getByLabel('Druh').selectOption('service');
    await form.getByLabel('Platí od').fill('1. 1. 2024');
    await form.getByLabel('Končí').fill('1. 1. 2025');
    await form.getByLabel('Výpovědní lhůta ve dnech').fill('30');
    await form.getByRole('switch', { name: 'Prodlužuje se sama' }).click();
    await form.getByLabel('Hodnota za rok').fill('120 000');
    // How long the renewal is must be said; the server refuses at the field.
    await form.getByRole('button', { name: t('action.save') }).click();
    await expect(form.getByLabel('O kolik měsíců se prodlužuje')).toHaveAttribute('aria-invalid', 'true');
    await person.check('contract form');
    await form.getByLabel('O kolik měsíců se prodlužuje').fill('12');
    await form.getByRole('button', { name: t('action.save') }).click();
    await expect(form).toHaveCount(0);

    const row = page.getByRole('row', { name: /Údržba bucharu/ });
    await expect(row).toContainText('platí');
    await expect(row).toContainText(/120\s000/);
    await expect(row).toContainText(t('contract.renews', { count: 12 }));
    await person.check('contracts');

    const step = async (name: string) => {
        await row.getByRole('button', { name: t('contract.steps_of', { name: 'Údržba bucharu' }) }).click();
        await page.getByRole('menuitem', { name }).click();
    };
    await step(t('contract.step.give_notice'));
    const notice = page.getByRole('dialog', { name: t('contract.step.give_notice') });
    await notice.getByLabel('Důvod').fill('Kupují nový buchar se servisem výrobce.');
    // It is their only contract, so most likely they leave altogether.
    await expect(notice.getByRole('switch', { name: 'Klient odchází' })).toBeChecked();
    await notice.getByLabel('Proč odchází').selectOption('competitor');
    await person.check('notice');
    await notice.getByRole('button', { name: t('contract.step.give_notice') }).click();
    await expect(notice).toHaveCount(0);
    await expect(row).toContainText('ve výpovědi');
    await expect(row).toContainText('Kupují nový buchar');
    await expect(page.getByText(t('lifecycle.leaving'), { exact: true }).first()).toBeVisible();
    await step(t('contract.step.take_back_notice'));
    await expect(row).toContainText('platí');
    await expect(page.getByText(t('lifecycle.at_risk'), { exact: true }).first()).toBeVisible();

    await step(t('contract.step.renew'));
    const renewal = page.getByRole('dialog', { name: t('contract.step.renew') });
    await renewal.getByLabel('Nová hodnota za rok').fill('130000');
    await renewal.getByRole('button', { name: t('contract.step.renew') }).click();
    await expect(row).toContainText(/130\s000/);

    // What is stored is what the server decided, and the search finds it.
    const stored = await page.evaluate(async () => (await (await fetch('/api/v1/contracts')).json()) as { items: Contract[] });
    expect(stored.items).toHaveLength(1);
    expect(stored.items[0]).toMatchObject({ number: 'SM-7', state: 'active', annual_value: '130000', notice_given_on: null, terminated_on: null });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('SM-7');
    await expect(page.getByRole('option', { name: /Údržba bucharu/ })).toBeVisible();
});
