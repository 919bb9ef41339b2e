/** A process that takes commands and tells events as lines of JSON. Every wait has an end. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class Child {
  #next = 1;
  #waiting = new Map();
  #ended;
  /** The end of what it wrote to its error output. */
  log = '';
  isAlive = true;

  /** @param {(event: any) => void} onEvent for lines that answer no command */
  constructor(name, program, args, { env = {}, onEvent = () => {} } = {}) {
    this.name = name;
    this.process = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    this.process.stdin.on('error', () => {});
    this.process.stderr.setEncoding('utf8');
    this.process.stderr.on('data', (part) => (this.log = (this.log + part).slice(-6000)));
    createInterface({ input: this.process.stdout }).on('line', (line) => {
      let message;
      try {
        message = JSON.parse(line);
      } catch {
        this.log += `\n[stdout] ${line}`;
        return;
      }
      if (message.answer === undefined) return onEvent(message);
      const waiting = this.#waiting.get(message.answer);
      this.#waiting.delete(message.answer);
      waiting?.(message);
    });
    this.#ended = new Promise((resolve) => {
      const end = (how) => {
        this.isAlive = false;
        this.how = how;
        for (const waiting of this.#waiting.values()) waiting({ error: `${name} ended (${how})`, gone: true });
        this.#waiting.clear();
        resolve();
      };
      this.process.once('exit', (code, signal) => end(signal ?? `status ${code}`));
      this.process.once('error', (error) => end(error.message));
    });
  }

  /** The answer to a command; throws when it says "error", unless `soft`. */
  async ask(cmd, values = {}, { ms = 60_000, soft = false } = {}) {
    if (!this.isAlive) return this.#judge({ error: `${this.name} is not there`, gone: true }, cmd, values, soft);
    const n = this.#next++;
    let timer;
    const answer = await new Promise((resolve) => {
      timer = setTimeout(() => resolve({ error: `no answer within ${ms} ms` }), ms);
      this.#waiting.set(n, resolve);
      this.process.stdin.write(`${JSON.stringify({ n, cmd, ...values })}\n`);
    });
    clearTimeout(timer);
    return this.#judge(answer, cmd, values, soft);
  }

  #judge(answer, cmd, values, soft) {
    if (answer.error && !soft)
      throw new Error(`${this.name}: ${cmd} ${JSON.stringify(values).slice(0, 160)}: ${answer.error}`);
    return answer;
  }

  /** Ends it at once, as a crash or a power switch would. */
  async kill() {
    if (this.isAlive) this.process.kill('SIGKILL');
    await this.#ended;
  }

  /** Ends its input, which ends it; by force after a while. @returns how it ended */
  async stop(ms = 15_000) {
    this.process.stdin.end();
    const timer = setTimeout(() => this.process.kill('SIGKILL'), ms);
    await this.#ended;
    clearTimeout(timer);
    return this.how;
  }
}
