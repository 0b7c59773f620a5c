import { defineConfig } from '@playwright/test';

export default defineConfig({
    testDir: 'tests/e2e',
    workers: 1,
    timeout: 480_000,
    expect: { timeout: 30_000 },
    retries: 0,
    reporter: [['list'], ['./tests/e2e/total.ts']],
    outputDir: 'test-results',
});
