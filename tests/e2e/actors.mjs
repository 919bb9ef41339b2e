/** The three who talk: what each does, in which order, and what the server has acknowledged of it. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAMES = { h: 'the host', f: 'the friend', b: 'the bot' };
const EMOJI = [
  ['tada', '🎉'],
  ['rocket', '🚀'],
  ['fire', '🔥'],
  ['thumbsup', '👍'],
];
const WORDS = 'the door opens at seven and somebody brings tea while we look for the old map of the tower'.split(' ');
/** How many messages one may have on the way at most. */
const MOST_WAITING = 12;
/** What is done shortly before or after a broken link may or may not have worked, in ms. */
const NEAR = 2500;

export const tagOf = (text) => /\[([hfb]\d{4})\]/.exec(text)?.[1];

/** A small generator of numbers, so that a run can be repeated. */
function numbers(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

class ActorBase {
  /** By tag: {id, text} of every message that the server has taken. */
  taken = new Map();
  /** By tag: the text of what was written and not acknowledged yet. */
  waiting = new Map();
  /** By id: the texts of edits that are not acknowledged yet. */
  editing = new Map();
  reactions = [];
  /** By tag: {name, size, hash} of the file that belongs to it. */
  files = new Map();
  replies = new Map();
  troubles = [];
  problems = [];
  counts = { edits: 0, reactions: 0, replies: 0, files: 0 };
  isStopped = false;

  constructor({ letter, count, seed, folder, pace, until }) {
    Object.assign(this, { letter, count, folder, pace, until, name: NAMES[letter] });
    this.random = numbers(seed * 1000 + letter.charCodeAt(0));
  }

  /** Begins a trouble. @returns a function that ends it */
  trouble() {
    const one = { from: Date.now(), to: Infinity };
    this.troubles.push(one);
    return () => (one.to = Date.now());
  }
  isTroubled(when = Date.now()) {
    return this.troubles.some(({ from, to }) => when >= from - NEAR && when <= to + NEAR);
  }

  /** A message of one's own was acknowledged, as new or as edited. */
  take(id, text) {
    const tag = tagOf(text);
    if (!tag) return;
    const known = this.taken.get(tag);
    if (known && known.id !== id) this.problems.push(`${tag} was acknowledged twice: ${known.id} and ${id}`);
    this.taken.set(tag, { id, text });
    this.waiting.delete(tag);
    if (this.editing.get(id)?.text === text) this.editing.delete(id);
  }

  text(number) {
    const tag = `[${this.letter}${String(number).padStart(4, '0')}]`;
    const words = Array.from({ length: 2 + this.random(7) }, () => WORDS[this.random(WORDS.length)]);
    return `${tag} ${words.join(' ')}`;
  }

  /** One of the last messages that anyone had acknowledged, or one of one's own. */
  recent(own) {
    const from = own ? [this] : this.others;
    const known = from.flatMap((actor) => [...actor.taken.values()].slice(-5));
    known.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    const last = known.slice(-8);
    return last[this.random(last.length)];
  }

  file(number) {
    const name = `${this.letter}${number}.bin`;
    const bytes = Buffer.from(Array.from({ length: 500 + this.random(6000) }, () => this.random(256)));
    const path = join(this.folder, name);
    writeFileSync(path, bytes);
    return { path, name, size: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') };
  }

  async converse() {
    const begin = Date.now();
    for (let number = 1; number <= this.count; number++) {
      // People do not write as fast as they can; and the troubles should come while they write.
      const early = begin + number * this.pace - Date.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      await this.until(() => !this.isStopped && this.waiting.size < MOST_WAITING, `${this.name} may write`, 90_000);
      const text = this.text(number);
      const tag = tagOf(text);
      const dice = this.random(100);
      this.waiting.set(tag, text);
      if (dice < 8) await this.writeFile(number, tag, text);
      else if (dice < 20) await this.writeReply(tag, text);
      else await this.say(tag, text);
      if (dice >= 80 && dice < 90) await this.aside(() => this.editOne());
      if (dice >= 88) await this.aside(() => this.reactToOne());
    }
  }

  async writeFile(number, tag, text) {
    const file = this.file(number);
    this.files.set(tag, file);
    this.counts.files++;
    await this.say(tag, text, { path: file.path });
  }

  async writeReply(tag, text) {
    const target = this.isTroubled() ? undefined : this.recent(false);
    if (!target) return this.say(tag, text);
    this.counts.replies++;
    await this.say(tag, text, { reply: target.id });
  }

  /** Something beside the messages; in troubled times it may not work. */
  async aside(act) {
    if (this.isTroubled() || this.isStopped) return;
    try {
      await act();
    } catch (error) {
      if (!this.isTroubled()) throw error;
    }
  }

  async editOne() {
    const target = this.recent(true);
    if (!target || this.editing.has(target.id) || target.text.length > 150) return;
    const text = `${target.text} ${WORDS[this.random(WORDS.length)]}!`;
    this.editing.set(target.id, { text, when: Date.now() });
    this.counts.edits++;
    await this.doEdit(target.id, text);
  }

  async reactToOne() {
    const target = this.recent(false);
    const [name, glyph] = EMOJI[this.random(EMOJI.length)];
    if (!target || this.reactions.some((one) => one.id === target.id && one.glyph === glyph)) return;
    this.reactions.push({ id: target.id, glyph, when: Date.now() });
    this.counts.reactions++;
    await this.doReact(target.id, name, glyph);
  }
}

/** A person at an app. */
export class AppActor extends ActorBase {
  status = 3;

  hear(event) {
    if (event.event === 'taken') this.take(event.id, event.text);
    if (event.event === 'status') this.status = event.state;
    if (event.event === 'failed') this.hasFailed = true;
    if (event.event === 'refused' && !this.isTroubled()) this.problems.push(`${this.name} was told: ${event.what}`);
  }
  isConnected() {
    return this.status === 3;
  }
  /** The connection is about to break. */
  async lose() {}

  /** A command; nothing comes of it when the app is killed meanwhile. */
  async ask(command, values) {
    const answer = await this.child.ask(command, values, { soft: true });
    if (!answer.error || answer.gone) return answer;
    if (this.isTroubled()) return answer;
    throw new Error(`${this.name}: ${command} ${JSON.stringify(values)}: ${answer.error}`);
  }

  async say(tag, text, { path, reply } = {}) {
    const how = this.random(3) === 0 ? 'type' : 'paste';
    const command = path ? 'attach' : reply ? 'reply' : 'say';
    if (reply) this.replies.set(tag, reply);
    const answer = await this.ask(command, { text, how, path, id: reply });
    if (answer.error && reply) this.replies.delete(tag);
    // The one answered cannot be reached in troubled times: then it is a message like others.
    if (answer.error && !answer.gone && reply) await this.ask('say', { text, how });
  }
  doEdit(id, text) {
    return this.ask('edit', { id, text, how: 'paste' });
  }
  doReact(id, emoji) {
    return this.ask('react', { id, emoji });
  }

  /** After a crash: what had been written and is not in the history is written again. @returns how many */
  async lookWhatArrived() {
    const { rows } = await this.child.ask('history', {}, { ms: 90_000 });
    for (const row of rows) if (tagOf(row.content)?.[0] === this.letter) this.take(row.id, row.content);
    const lost = [...this.waiting];
    for (const [tag, text] of lost) {
      this.replies.delete(tag);
      const path = this.files.get(tag)?.path;
      await this.child.ask(path ? 'attach' : 'say', { text, how: 'paste', path });
    }
    return lost.length;
  }

  async finish() {
    const isDone = () => this.waiting.size === 0;
    for (let attempt = 0; attempt < 3 && !isDone(); attempt++) {
      if (this.hasFailed) await this.child.ask('sendAgain', {});
      await this.until(isDone, '', 20_000).catch(() => {});
    }
    if (!isDone()) throw new Error(`${this.name}: never acknowledged: ${[...this.waiting.keys()].slice(0, 10)}`);
    const settled = () => [...this.editing.values()].every(({ when }) => this.isTroubled(when));
    await this.until(settled, `every edit of ${this.name} is acknowledged`, 20_000);
  }
}

/** The bot: each of its calls is repeated with the same nonce until the server answers. */
export class BotActor extends ActorBase {
  hear(event) {
    if (event.event === 'trouble') this.problems.push(`the bot: ${event.what}`);
  }
  /** Connected, with a session that began or was resumed after the last call of lose(). */
  async isConnected() {
    const { ready, resumed, identified } = await this.child.ask('state');
    return ready && resumed + identified > this.sessions;
  }
  async lose() {
    const { resumed, identified } = await this.child.ask('state');
    this.sessions = resumed + identified;
  }

  async say(tag, text, { path, reply } = {}) {
    if (reply) this.replies.set(tag, reply);
    const answer = await this.child.ask('say', { text, path, reply, nonce: tag }, { ms: 90_000 });
    this.take(answer.id, answer.text);
  }
  async doEdit(id, text) {
    await this.child.ask('edit', { id, text });
    this.take(id, text);
  }
  doReact(id, name, glyph) {
    return this.child.ask('react', { id, glyph });
  }
  async finish() {
    if (this.waiting.size > 0) throw new Error(`the bot: never acknowledged: ${[...this.waiting.keys()]}`);
  }
}
