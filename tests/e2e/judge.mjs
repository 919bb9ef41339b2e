/** Compares the histories with each other, and with what was acknowledged. */
import { createHash } from 'node:crypto';
import { tagOf } from './actors.mjs';

/** A message as everybody must see it. */
function canonical({ id, type, author, content, edited, reply, reactions, files }) {
  const sorted = [...reactions].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { id, type, author, content, edited, reply, reactions: sorted, files };
}

const short = (row) => (row ? JSON.stringify(row).slice(0, 300) : 'nothing');

/** Every difference between two histories, by place and content. */
function compare(nameA, a, nameB, b, problems) {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left, right] = [a[i], b[i]].map((row) => row && JSON.stringify(canonical(row)));
    if (left === right) continue;
    problems.push(`message ${i + 1}: ${nameA} has ${short(a[i])}, ${nameB} has ${short(b[i])}`);
    if (a[i]?.id !== b[i]?.id) return; // all later ones would differ too
  }
}

function checkOrder(name, rows, problems) {
  for (let i = 1; i < rows.length; i++)
    if (BigInt(rows[i].id) <= BigInt(rows[i - 1].id)) problems.push(`${name}: ${rows[i].id} stands after ${rows[i - 1].id}`);
}

function checkMessages(rows, actors, problems) {
  const seen = new Map();
  for (const row of rows) {
    const tag = tagOf(row.content);
    if (!tag) continue;
    if (seen.has(tag)) problems.push(`${tag} is there twice: ${seen.get(tag).id} and ${row.id}`);
    seen.set(tag, row);
  }
  for (const actor of actors) {
    problems.push(...actor.problems);
    if (actor.taken.size !== actor.count) problems.push(`${actor.name}: ${actor.taken.size} of ${actor.count} were taken`);
    for (const [tag, { id, text }] of actor.taken) {
      const row = seen.get(tag);
      seen.delete(tag);
      if (!row) {
        problems.push(`${tag} was acknowledged and is missing`);
        continue;
      }
      if (row.id !== id) problems.push(`${tag} was acknowledged as ${id} and is there as ${row.id}`);
      const texts = [text, actor.editing.get(id)?.text];
      if (!texts.includes(row.content)) problems.push(`${tag} should say "${text}" and says "${row.content}"`);
      const reply = actor.replies.get(tag);
      if (reply && row.reply !== reply) problems.push(`${tag} should answer ${reply} and answers "${row.reply}"`);
      const file = actor.files.get(tag);
      const files = JSON.stringify(file ? [[file.name, file.size]] : []);
      if (JSON.stringify(row.files) !== files) problems.push(`${tag} should have ${files}, has ${JSON.stringify(row.files)}`);
    }
  }
  for (const tag of seen.keys()) problems.push(`${tag} was never acknowledged and is there`);
}

function checkReactions(rows, actors, problems) {
  const least = new Map();
  const most = new Map();
  const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const actor of actors)
    for (const { id, glyph, when } of actor.reactions) {
      add(most, `${id} ${glyph}`);
      if (!actor.isTroubled(when)) add(least, `${id} ${glyph}`);
    }
  const found = new Map(rows.flatMap((row) => row.reactions.map(([glyph, count]) => [`${row.id} ${glyph}`, count])));
  for (const [key, count] of least)
    if ((found.get(key) ?? 0) < count) problems.push(`reaction ${key}: ${found.get(key) ?? 0} of ${count} are there`);
  for (const [key, count] of found)
    if (count > (most.get(key) ?? 0)) problems.push(`reaction ${key}: ${count} are there, ${most.get(key) ?? 0} were given`);
}

/** Loads every attachment and compares its bytes. */
async function checkFiles(rows, actors, port, problems) {
  const files = new Map(actors.flatMap((actor) => [...actor.files]));
  for (const row of rows) {
    const file = files.get(tagOf(row.content));
    if (!file || row.urls.length !== 1) continue;
    const url = new URL(row.urls[0]);
    const answer = await fetch(`http://127.0.0.1:${port}${url.pathname}${url.search}`, { signal: AbortSignal.timeout(10_000) });
    const hash = createHash('sha256').update(Buffer.from(await answer.arrayBuffer())).digest('hex');
    if (!answer.ok || hash !== file.hash) problems.push(`${file.name}: HTTP ${answer.status}, the bytes are others`);
  }
}

function checkGateway({ created }, problems) {
  const once = new Set(created);
  if (once.size !== created.length) problems.push(`the gateway told the bot ${created.length - once.size} message(s) twice`);
  for (let i = 1; i < created.length; i++)
    if (BigInt(created[i]) < BigInt(created[i - 1])) problems.push(`the gateway told ${created[i]} after ${created[i - 1]}`);
}

/** @returns {Promise<{problems: string[], summary: string}>} */
export async function judge({ rows, stats }, actors, port) {
  const problems = [];
  const truth = rows['bot by REST'];
  for (const [name, one] of Object.entries(rows)) {
    checkOrder(name, one, problems);
    if (one !== truth) compare(name, one, 'bot by REST', truth, problems);
  }
  checkMessages(truth, actors, problems);
  checkReactions(truth, actors, problems);
  await checkFiles(truth, actors, port, problems);
  checkGateway(stats, problems);
  const sum = (what) => actors.reduce((total, actor) => total + actor.counts[what], 0);
  const summary =
    `${truth.length} messages in the history; ${sum('edits')} edits, ${sum('reactions')} reactions, ` +
    `${sum('replies')} replies, ${sum('files')} files; the bot: ${stats.created.length} told by the gateway, ` +
    `${stats.resumed} times resumed, ${stats.identified} times identified, ${stats.repeats} calls repeated`;
  return { problems, summary };
}
