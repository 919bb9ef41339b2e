#!/usr/bin/env node
/**
 * An unmodified discord.js bot in one channel. It writes what it is told to, and keeps the channel's history as the
 * gateway tells it; after a session that could not be resumed it reads the history anew, as a bot must.
 *
 * Commands and events are lines of JSON, see child.mjs.
 */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(new URL('../compat/package.json', import.meta.url));
const { Client, GatewayIntentBits, Options } = require('discord.js');

const tell = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let client;
let channelId;
/** By id: what is known of each message. */
const view = new Map();
/** Ids that changed while the history is being read; null = it is not. */
let touched = null;
const stats = { created: [], resumed: 0, identified: 0, repeats: 0 };

function rowOf(message) {
  return {
    id: message.id,
    type: message.type,
    author: message.author.id,
    content: message.content,
    edited: Boolean(message.edited_timestamp),
    reply: message.message_reference?.message_id ?? '',
    reactions: (message.reactions ?? []).map((one) => [one.emoji.name, one.count]),
    files: message.attachments.map((one) => [one.filename, one.size]),
    urls: message.attachments.map((one) => one.url),
  };
}

function handlePacket({ t, d }) {
  if (t === 'RESUMED') stats.resumed++;
  if (t === 'READY' && ++stats.identified > 1) readHistory().catch((error) => tell({ event: 'trouble', what: String(error) }));
  if (d?.channel_id !== channelId) return;
  const id = d.message_id ?? d.id;
  const row = view.get(id);
  if (t === 'MESSAGE_CREATE') {
    stats.created.push(id);
    view.set(id, rowOf(d));
  } else if (t === 'MESSAGE_UPDATE' && row) {
    if (d.content !== undefined) row.content = d.content;
    row.edited = Boolean(d.edited_timestamp);
  } else if (t === 'MESSAGE_DELETE') {
    view.delete(id);
  } else if (row && (t === 'MESSAGE_REACTION_ADD' || t === 'MESSAGE_REACTION_REMOVE')) {
    const known = row.reactions.find(([name]) => name === d.emoji.name);
    const step = t === 'MESSAGE_REACTION_ADD' ? 1 : -1;
    if (known) known[1] += step;
    else row.reactions.push([d.emoji.name, step]);
    row.reactions = row.reactions.filter(([, count]) => count > 0);
  } else {
    return;
  }
  touched?.add(id);
}

/** Repeats a call that a broken link made fail; what the server refuses is an error at once. */
async function patiently(act) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if ((error.status && error.status < 500) || attempt >= 150) throw error;
      stats.repeats++;
      await pause(200);
    }
  }
}

const get = (path, query) => patiently(() => client.rest.get(path, { query: new URLSearchParams(query) }));

async function wholeHistory() {
  const rows = [];
  for (let before; ; before = rows.at(-1).id) {
    const page = await get(`/channels/${channelId}/messages`, { limit: '100', ...(before && { before }) });
    rows.push(...page.map(rowOf));
    if (page.length < 100) return rows.reverse();
  }
}

async function readHistory() {
  touched = new Set();
  for (const row of await wholeHistory()) if (!touched.has(row.id)) view.set(row.id, row);
  while (touched.size > 0) {
    const again = [...touched];
    touched.clear();
    for (const id of again) {
      const row = rowOf(await get(`/channels/${channelId}/messages/${id}`, {}));
      if (!touched.has(id)) view.set(id, row);
    }
  }
  touched = null;
}

const commands = {
  async login({ api, token, channel }) {
    channelId = channel;
    client = new Client({
      intents: [
        GatewayIntentBits.Guilds,
        GatewayIntentBits.GuildMessages,
        GatewayIntentBits.GuildMessageReactions,
        GatewayIntentBits.MessageContent,
      ],
      rest: { api, cdn: new URL(api).origin, version: '10', timeout: 10_000, retries: 0 },
      makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 2000 }),
    });
    client.on('error', () => {});
    client.on('shardError', () => {});
    client.on('raw', handlePacket);
    client.on('shardDisconnect', (event) => tell({ event: 'trouble', what: `disconnected: ${event.code}` }));
    const ready = new Promise((resolve) => client.once('clientReady', resolve));
    await client.login(token);
    await ready;
    await readHistory();
    return { user: client.user.id };
  },
  async say({ text, reply, path, nonce }) {
    const channel = client.channels.cache.get(channelId);
    const message = await patiently(() =>
      channel.send({
        content: text,
        nonce,
        enforceNonce: true,
        ...(reply && { reply: { messageReference: reply, failIfNotExists: true } }),
        ...(path && { files: [path] }),
      }),
    );
    return { id: message.id, text: message.content };
  },
  async edit({ id, text }) {
    const channel = client.channels.cache.get(channelId);
    await patiently(() => channel.messages.edit(id, text));
    return {};
  },
  async react({ id, glyph }) {
    const channel = client.channels.cache.get(channelId);
    await patiently(() => channel.messages.react(id, glyph));
    return {};
  },
  state: () => ({ ready: client.isReady(), identified: stats.identified, resumed: stats.resumed, reading: touched !== null }),
  view: () => ({ rows: [...view.values()].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)), stats }),
  rest: async () => ({ rows: await wholeHistory() }),
};

createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const command = JSON.parse(line);
    try {
      tell({ ...(await commands[command.cmd](command)), answer: command.n });
    } catch (error) {
      tell({ error: `${error.message}${error.cause ? ` (${error.cause.message})` : ''}`, answer: command.n });
    }
  })
  .on('close', async () => {
    await client?.destroy();
    process.exit(0);
  });
