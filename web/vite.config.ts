import { defineConfig } from 'vite';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { messages } from './scripts/messages.mjs';

// The server replaces __CSP_NONCE__ in index.html with a fresh value on every request.
export default defineConfig({
    plugins: [messages(), react()],
    resolve: {
        tsconfigPaths: true,
        alias: {
            // Messages are parsed when the app is built; the parser itself is never shipped.
            '@formatjs/icu-messageformat-parser': fileURLToPath(
                new URL('./node_modules/@formatjs/icu-messageformat-parser/no-parser.js', import.meta.url),
            ),
        },
    },
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
        outDir: 'dist',
        manifest: true,
        target: 'es2023',
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
        rolldownOptions: {
            output: {
                codeSplitting: {
                    groups: [
                        { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
                        { name: 'tanstack', test: /node_modules[\\/]@tanstack[\\/]/ },
                    ],
                },
            },
        },
    },
    server: {
        port: 5173,
        proxy: { '/api': { target: process.env.KLICNIK_URL ?? 'http://127.0.0.1:8080' } },
        fs: { allow: ['..'] },
    },
});
