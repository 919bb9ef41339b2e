#!/usr/bin/env node
/**
 * The main job from end to end. A person hosts a community from the app, a friend's app joins by the invite link over
 * TLS with the pinned key, and a discord.js bot joins; all three write at once, with edits, reactions, replies and
 * files. Both links break for a while, and the hosting app is killed and started again. At the end all three must
 * have one and the same history, with everything that was acknowledged in it, and nothing twice.
 *
 *     node conversation.mjs --app ../../build/dev/bin/e2e_app --messages 1000
 *
 * --harm lose|twice|swap spoils the result on purpose: then the test must notice it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Actor, addBot, Api, createBot } from '../compat/rest.mjs';
import { Child } from './child.mjs';
import { Proxy } from './proxy.mjs';
import { AppActor, BotActor } from './actors.mjs';
import { judge } from './judge.mjs';

const DEADLINE = 285_000;
const options = { app: '', messages: '1000', harm: '', seed: '7', pace: '160', keep: '' };
for (let i = 2; i + 1 < process.argv.length; i += 2) options[process.argv[i].slice(2)] = process.argv[i + 1];
if (!options.app || !(Number(options.messages) >= 9)) {
  console.error('usage: node conversation.mjs --app E2E_APP --messages N [--harm lose|twice|swap] [--seed N]');
  process.exit(2);
}

const PASSWORD = 'correct horse battery';
const folder = mkdtempSync(join(tmpdir(), 'guildhall-e2e-'));
const begin = Date.now();
const say = (text) => console.log(`${((Date.now() - begin) / 1000).toFixed(1).padStart(6)} s  ${text}`);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const children = new Set();

async function until(done, what, ms = 60_000) {
  for (const end = Date.now() + ms; ;) {
    if (await done()) return;
    if (fatal) throw fatal;
    if (Date.now() > end) throw new Error(`${what}: not within ${ms / 1000} s`);
    await pause(50);
  }
}

/** The first thing that went wrong beyond repair; waits end with it. */
let fatal;

function startApp(name, onEvent) {
  const home = join(folder, name);
  const child = new Child(name, options.app, ['--profile', home], {
    env: {
      QT_QPA_PLATFORM: 'offscreen',
      QT_NO_THREADED_GLIB: '1',
      HOME: home,
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_DATA_HOME: join(home, 'data'),
      XDG_CACHE_HOME: join(home, 'cache'),
      LC_ALL: 'C.UTF-8',
      LANGUAGE: 'en',
    },
    onEvent,
  });
  children.add(child);
  return child;
}

/** Begins: hosts, joins, makes the bot. @returns the three, and the links of friend and bot */
async function gather() {
  const count = Number(options.messages);
  const share = Math.floor(count / 3);
  const shared = { seed: Number(options.seed), pace: options.harm ? 0 : Number(options.pace), folder, until };
  const make = (Kind, letter, number) => new Kind({ letter, count: number, ...shared });
  const host = make(AppActor, 'h', count - 2 * share);
  const friend = make(AppActor, 'f', share);
  const bot = make(BotActor, 'b', share);

  host.child = startApp('host', (event) => host.hear(event));
  const hosted = await host.child.ask('host', { name: 'The Main Job', user: 'hanna', password: PASSWORD }, { ms: 90_000 });
  say(`hosted on port ${hosted.port}: ${hosted.link}`);
  const links = { friend: new Proxy(hosted.port), bot: new Proxy(hosted.port) };
  const friendPort = await links.friend.open();
  const botPort = await links.bot.open();

  friend.child = startApp('friend', (event) => friend.hear(event));
  const link = new URL(hosted.link);
  link.port = String(friendPort);
  const joined = await friend.child.ask('join', { link: link.href, user: 'fritz', password: PASSWORD }, { ms: 90_000 });
  if (!joined.secure || !joined.pinned) throw new Error('the friend is not connected by TLS with a pinned key');
  if (joined.channel !== hosted.channel) throw new Error('host and friend are in different channels');
  if (links.friend.connections === 0) throw new Error('the friend does not use the link of the invite');
  say(`the friend joined through port ${friendPort}`);

  const api = new Api(`http://127.0.0.1:${hosted.port}/api`);
  const { token } = await api.call('POST', '/auth/login', { body: { login: 'hanna', password: PASSWORD } });
  const owner = new Actor(api, token);
  const account = await createBot(owner, { name: 'robin' });
  await addBot(owner, account, hosted.guild);
  bot.child = new Child('bot', process.execPath, [fileURLToPath(new URL('bot.mjs', import.meta.url))], {
    onEvent: (event) => bot.hear(event),
  });
  children.add(bot.child);
  await bot.child.ask('login', {
    api: `http://127.0.0.1:${botPort}/api`,
    token: account.rawToken,
    channel: hosted.channel,
  });
  say(`the bot joined through port ${botPort}`);
  return { host, friend, bot, links, hosted };
}

/** Cuts links and kills the host while all write; each trouble at its part of the conversation. */
async function makeTrouble({ host, friend, bot, links, hosted }, progress) {
  const at = (part) => until(() => progress() >= part, `${part * 100} % of the conversation`, 150_000);
  const cut = async (who, link, ms, holds) => {
    const over = who.trouble();
    await who.lose();
    await link.cut(holds);
    say(`the link of ${who.name} is cut at ${Math.round(progress() * 100)} %`);
    await pause(ms);
    link.mend();
    await until(() => who.isConnected(), `${who.name} is back`);
    over();
    say(`${who.name} is back`);
  };
  await at(0.15);
  await cut(friend, links.friend, 3000);
  await at(0.3);
  // discord.js gives its session up when a new connection is refused; one that hangs for a while must be resumed.
  await cut(bot, links.bot, 3000, true);
  const afterCut = await bot.child.ask('state');
  if (afterCut.identified !== 1 || afterCut.resumed !== 1)
    throw new Error(`the bot's session was not resumed after its cut: ${JSON.stringify(afterCut)}`);
  await at(0.45);
  await Promise.all([cut(friend, links.friend, 1500), cut(bot, links.bot, 1500)]);
  await at(0.6);
  const over = [host, friend, bot].map((who) => who.trouble());
  await bot.lose();
  // In the middle of something, if it can be had.
  for (let i = 0; i < 3000 && host.waiting.size === 0; i++) await pause(1);
  const killed = host.child;
  const ended = killed.kill();
  host.isStopped = true;
  await ended;
  children.delete(killed);
  say(`the hosting app is killed at ${Math.round(progress() * 100)} %`);
  await pause(500);
  host.child = startApp('host', (event) => host.hear(event));
  const again = await host.child.ask('ready', {}, { ms: 60_000 });
  if (again.port !== hosted.port) throw new Error(`hosted on port ${again.port} now, not on ${hosted.port}`);
  if (again.channel !== hosted.channel) throw new Error('the host is in another channel after its start');
  say('the hosting app runs again');
  const lost = await host.lookWhatArrived();
  say(`${lost} message(s) of the host had not been sent, and are written again`);
  host.isStopped = false;
  for (const who of [friend, bot]) await until(() => who.isConnected(), `${who.name} is back`);
  for (const end of over) end();
  say('all are back');
}

async function histories({ host, friend, bot }) {
  const [hosts, friends, gateway, rest] = await Promise.all([
    host.child.ask('history', {}, { ms: 120_000 }),
    friend.child.ask('history', {}, { ms: 120_000 }),
    bot.child.ask('view'),
    bot.child.ask('rest'),
  ]);
  if (options.harm === 'swap') [hosts.rows[8], hosts.rows[9]] = [hosts.rows[9], hosts.rows[8]];
  return {
    rows: { host: hosts.rows, friend: friends.rows, 'bot by gateway': gateway.rows, 'bot by REST': rest.rows },
    stats: gateway.stats,
  };
}

async function run() {
  const world = await gather();
  const actors = [world.host, world.friend, world.bot];
  const total = actors.reduce((sum, actor) => sum + actor.count, 0);
  const progress = () => actors.reduce((sum, actor) => sum + actor.taken.size, 0) / total;
  for (const actor of actors) actor.others = actors;
  const started = Date.now();
  const trouble = options.harm ? Promise.resolve() : makeTrouble(world, progress);
  const parts = [...actors.map((actor) => actor.converse()), trouble].map((one) =>
    one.catch((error) => {
      fatal ??= error;
      throw error;
    }),
  );
  for (const part of parts) part.catch(() => {});
  await Promise.all(parts);
  for (const actor of actors) await actor.finish();
  say(`${total} messages are acknowledged after ${((Date.now() - started) / 1000).toFixed(1)} s of talk`);

  const any = [...world.bot.taken.values()][4];
  const api = new Actor(new Api(`http://127.0.0.1:${world.hosted.port}/api`), '');
  if (options.harm === 'lose') await harm(world, api, 'DELETE', any);
  if (options.harm === 'twice') await harm(world, api, 'POST', any);

  let verdict;
  for (let attempt = 0; attempt < 4; attempt++) {
    if (attempt > 0) await pause(1500);
    await until(async () => !(await world.bot.child.ask('state')).reading, 'the bot has read the history');
    verdict = await judge(await histories(world), actors, world.hosted.port);
    // What was just written may still be on its way to somebody; what is wrong stays wrong.
    if (verdict.problems.length === 0) break;
  }
  say(verdict.summary);
  return verdict.problems;
}

/** Deletes or repeats a message behind everybody's back. */
async function harm({ hosted }, api, method, message) {
  const { token } = await api.call('POST', '/auth/login', { body: { login: 'hanna', password: PASSWORD } });
  const owner = new Actor(api.api, token);
  const path = `/channels/${hosted.channel}/messages`;
  if (method === 'DELETE') await owner.delete(`${path}/${message.id}`);
  else await owner.post(path, { content: message.text });
  await pause(500);
}

async function end(problems) {
  clearTimeout(timer);
  const stopped = problems.length === 0;
  for (const child of children) {
    if (problems.length > 0 && !options.harm && child.log) console.log(`---- ${child.name} wrote:\n${child.log}`);
    const how = await (stopped ? child.stop() : child.kill());
    if (stopped && how !== 'status 0') problems.push(`${child.name} ended with ${how}`);
  }
  if (options.keep) console.log(`kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
  for (const problem of problems.slice(0, 20)) console.log(`${options.harm ? 'noticed' : 'FAIL'}: ${problem}`);
  if (problems.length > 20) console.log(`... and ${problems.length - 20} more`);
  if (problems.length === 0) console.log(options.harm ? 'NOTHING NOTICED' : 'ok');
  process.exit(problems.length === 0 ? 0 : 1);
}

const timer = setTimeout(() => end([`the whole took longer than ${DEADLINE / 1000} s`]), DEADLINE);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end([`ended by ${signal}`]));
run().then(end, async (error) => {
  for (const child of children) {
    if (options.keep !== 'rows') break;
    const answer = await child.ask(child.name === 'bot' ? 'rest' : 'history', {}, { soft: true, ms: 20_000 });
    for (const row of answer.rows ?? [{ content: answer.error }]) console.log(child.name, row.id, row.content);
  }
  // A test that fell over has noticed nothing.
  options.harm = '';
  return end([error.stack ?? String(error)]);
});
