import { defineConfig } from 'vitest/config';
import react from '@vitejs/plugin-react';
import { messages } from './scripts/messages.mjs';

export default defineConfig({
    plugins: [messages(), react()],
    resolve: { tsconfigPaths: true },
    test: {
        environment: 'happy-dom',
        include: ['tests/**/*.test.{ts,tsx}'],
        setupFiles: ['tests/setup.ts'],
        pool: 'threads',
        maxWorkers: 1,
        isolate: false,
        css: false,
    },
});
