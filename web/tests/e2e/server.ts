// Starts the real binary with a fresh data folder on a free port. A binary built without the web app is put behind a
// small front that serves web/dist with the same policy as the real one.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
const dist = join(root, 'web/dist');

export interface Running {
    url: string;
    /** The one-time link of the first start. */
    setup_url: string;
    stop(): Promise<void>;
}

export function binary_path(): string {
    const candidates = [process.env['KLICNIK_BINARY'], join(root, 'build/release/klicnik'), join(root, 'build/dev/klicnik')];
    const found = candidates.find((path) => path && existsSync(path));
    if (!found) throw new Error('no binary: build it, or name it in KLICNIK_BINARY');
    return found;
}

const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.txt': 'text/plain' };

async function front(target: string): Promise<Server> {
    const { port, host } = new URL(target);
    const server = createServer((incoming, outgoing) => {
        const { pathname } = new URL(incoming.url ?? '/', target);
        if (pathname.startsWith('/api/')) {
            const headers = { ...incoming.headers, host };
            if (headers.origin) headers.origin = target;
            delete headers.referer;
            const onward = request({ port, host: '127.0.0.1', path: incoming.url, method: incoming.method, headers }, (answer) => {
                outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
                answer.pipe(outgoing);
            });
            onward.on('error', () => outgoing.destroy());
            incoming.pipe(onward);
            return;
        }
        const file = join(dist, pathname);
        const nonce = randomBytes(16).toString('base64');
        const policy = `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'`;
        if (pathname !== '/' && extname(pathname) && existsSync(file)) {
            outgoing.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': policy });
            outgoing.end(readFileSync(file));
            return;
        }
        outgoing.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy, 'Cache-Control': 'no-store' });
        outgoing.end(readFileSync(join(dist, 'index.html'), 'utf8').replaceAll('__CSP_NONCE__', nonce));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return server;
}

export async function start_server(): Promise<Running> {
    const data = mkdtempSync(join(tmpdir(), 'klicnik-'));
    const child: ChildProcess = spawn(binary_path(), ['--data', data, 'serve', '--port', '0'], {
        // KLICNIK_* are settings of the server; KLICNIK_BINARY is only ours.
        env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('KLICNIK_'))),
        stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const setup_url = await new Promise<string>((found, failed) => {
        let output = '';
        const timer = setTimeout(() => failed(new Error(`no setup link within 60 s\n${output}\n${errors}`)), 60_000);
        child.stdout?.on('data', (chunk: Buffer) => {
            output += chunk.toString();
            const link = /https?:\/\/\S+\/setup\?token=\S+/.exec(output);
            if (!link) return;
            clearTimeout(timer);
            found(link[0]);
        });
        child.once('exit', (code) => failed(new Error(`the server ended with ${code}\n${output}\n${errors}`)));
    });
    const own = new URL(setup_url).origin;
    // E2E_FRONT=1 shows web/dist as it is now instead of what the binary carries.
    const has_web = !process.env['E2E_FRONT'] && (await fetch(`${own}/`)).ok;
    const before = has_web ? null : await front(own);
    const url = before ? `http://127.0.0.1:${(before.address() as AddressInfo).port}` : own;
    return {
        url,
        setup_url: setup_url.replace(own, url),
        stop: async () => {
            before?.closeAllConnections();
            before?.close();
            const ended = new Promise((done) => child.once('exit', done));
            child.kill('SIGTERM');
            const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
            await ended;
            clearTimeout(timer);
            rmSync(data, { recursive: true, force: true });
        },
    };
}
