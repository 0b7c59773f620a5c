// A browser like a person's, and the rules every story must keep: no error in the console, no breach of the content
// policy, no barrier that axe finds.
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { compile_catalogue } from '../../scripts/messages.mjs';
import { create_translator, type Catalogue, type Language, type TextKey, type Values } from '../../src/i18n/runtime';
import { start_server, type Running } from './server';

export const screenshots = resolve(import.meta.dirname, '../../../docs/screenshots');

export interface Person {
    page: Page;
    server: Running;
    language: Language;
    t(key: TextKey, values?: Values): string;
    /** Fails when axe finds a barrier on what is shown now. */
    check(name: string): Promise<void>;
    shot(name: string): Promise<void>;
}

export const test = base.extend<{ language: Language; person: Person }>({
    language: ['cs', { option: true }],
    person: async ({ language }, use) => {
        const server = await start_server();
        const profile = mkdtempSync(join(tmpdir(), 'ud-'));
        const context = await chromium.launchPersistentContext(profile, {
            executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
            headless: true,
            locale: language === 'cs' ? 'cs-CZ' : 'en-GB',
            timezoneId: 'Europe/Prague',
            viewport: { width: 1440, height: 900 },
            // A notification that is fading is paler than either of its ends; the stories look at what stays.
            reducedMotion: 'reduce',
            args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
        });
        context.setDefaultTimeout(30_000);
        const page = context.pages()[0] ?? (await context.newPage());
        const problems: string[] = [];
        page.on('console', (message) => {
            if (!['error', 'warning'].includes(message.type())) return;
            // The browser itself reports every 4xx; those that the story expects are asserted where they happen.
            if (/the server responded with a status of 4(01|00|09|22)/.test(message.text())) return;
            problems.push(`${message.type()}: ${message.text()}`);
        });
        page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
        await page.addInitScript(() => {
            document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
        });
        const { t } = create_translator(language, (await compile_catalogue(language)) as Catalogue);
        mkdirSync(screenshots, { recursive: true });
        await use({
            page,
            server,
            language,
            t,
            check: async (name) => {
                await at_rest(page);
                const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
                expect(found.violations.map((one) => `${name}: ${one.id}: ${one.nodes.map((node) => node.html).join('\n')}`)).toEqual([]);
            },
            shot: async (name) => {
                await page.mouse.move(0, 0);
                await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
            },
        });
        await context.close();
        await server.stop();
        rmSync(profile, { recursive: true, force: true });
        expect(problems, 'console and policy').toEqual([]);
    },
});

/** Waits until nothing moves that will ever stop, so that colours are those a person reads. */
async function at_rest(page: Page): Promise<void> {
    await page.waitForFunction(() =>
        document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity),
    );
}

export async function set_up(person: Person): Promise<void> {
    const { page, t, server } = person;
    await page.goto(server.setup_url);
    await page.getByLabel(t('auth.full_name')).fill('Jana Horáková');
    await page.getByLabel(t('auth.email')).fill('jana.horakova@firma.example');
    await page.getByLabel(t('auth.password'), { exact: true }).fill('kovaná podkova 1887');
    await page.getByLabel(t('auth.workspace_name')).fill('Melechov Obaly');
    await person.check('setup');
    await page.getByRole('button', { name: t('auth.setup_submit') }).click();
    await expect(page.getByRole('heading', { name: t('start.title') })).toBeVisible();
}

/** Uploads one file through the wizard and runs it; `name` is the file as the wizard shows it. */
export async function upload(person: Person, path: string): Promise<void> {
    const { page, t } = person;
    await page.locator('input[type=file]').setInputFiles(path);
    await expect(page.getByText(t('import.columns'), { exact: true })).toBeVisible();
}

export { expect };
