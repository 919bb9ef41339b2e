#!/usr/bin/env node
/**
 * Starts a server of its own on a free port with an empty data folder, runs one program of the kit against it, and
 * stops the server again.
 *
 *     node run.mjs --server ../../build/release/bin/guildhall-server -- discordjs.mjs --groups core
 *
 * Ends with the program's status, and with 1 when the server did not start, did not stop, or did not end with status 0.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const USAGE = 'node run.mjs --server PROGRAM -- discordjs.mjs|openapi.mjs|badinput.mjs [ARGUMENTS]';
/** How long the server may take to be ready, and to stop, in ms. */
const START_LIMIT = 30_000;
const STOP_LIMIT = 20_000;

const argv = process.argv.slice(2);
if (argv[0] !== '--server' || argv[2] !== '--' || argv.length < 4) {
  console.error(`usage: ${USAGE}`);
  process.exit(2);
}
const [, program, , script, ...rest] = argv;
const here = fileURLToPath(new URL('.', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'guildhall-compat-'));

/** Resolves to {code, signal} when the process has ended. */
const ended = (child) => new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));

/** Resolves to the address of the ready line; rejects when the server ends or takes too long. */
function readyAddress(server) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server was not ready in ${START_LIMIT} ms`)), START_LIMIT);
    let text = '';
    server.stdout.setEncoding('utf8');
    server.stdout.on('data', (part) => {
      text += part;
      const address = /^ready (http\S+)$/m.exec(text)?.[1];
      if (address) resolve(address);
      if (address) clearTimeout(timer);
    });
    server.once('exit', (code, signal) => reject(new Error(`the server ended at once (${signal ?? code})`)));
    server.once('error', reject);
  });
}

async function stop(server, end) {
  server.kill('SIGTERM');
  const timer = setTimeout(() => server.kill('SIGKILL'), STOP_LIMIT);
  const { code, signal } = await end;
  clearTimeout(timer);
  if (code !== 0) console.error(`run: after SIGTERM the server ended with ${signal ?? `status ${code}`}`);
  return code === 0;
}

const server = spawn(
  program,
  ['--data', data, '--listen', '127.0.0.1:0', '--registration', 'open', '--registration-limit', '0'],
  { stdio: ['ignore', 'pipe', 'pipe'] },
);
// Kept for the report only: a server logs much.
let log = '';
server.stderr.setEncoding('utf8');
server.stderr.on('data', (part) => {
  log = (log + part).slice(-8_000);
});
const end = ended(server);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.kill('SIGKILL') && process.exit(1));

let status = 1;
try {
  const api = await readyAddress(server);
  const check = spawn(process.execPath, [join(here, script), '--api', api, ...rest], { stdio: 'inherit', cwd: here });
  status = (await ended(check)).code ?? 1;
  if (server.exitCode !== null || server.signalCode !== null) throw new Error('the server ended during the run');
  if (!(await stop(server, end))) status = status || 1;
} catch (error) {
  console.error(`run: ${error.message}`);
  server.kill('SIGKILL');
  status = 1;
}
if (status !== 0 && log) console.error(`run: the last lines of the server's log\n${log}`);
rmSync(data, { recursive: true, force: true });
process.exit(status);
