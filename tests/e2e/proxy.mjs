/** A TCP link on this machine that can be cut and mended, as a network between a client and its server can. */
import { createServer, connect } from 'node:net';

export class Proxy {
  #server;
  #pairs = new Set();
  #isCut = false;
  #holds = false;
  #held = new Set();
  connections = 0;

  constructor(targetPort) {
    this.targetPort = targetPort;
  }

  /** @returns {Promise<number>} the port to connect to */
  async open() {
    this.#server = createServer((client) => this.#join(client));
    await new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return this.#server.address().port;
  }

  #join(client) {
    client.on('error', () => {});
    if (this.#isCut && this.#holds) return this.#hold(client);
    if (this.#isCut) return client.resetAndDestroy();
    this.connections++;
    const server = connect(this.targetPort, '127.0.0.1');
    const pair = { client, server, isDeaf: false };
    const end = () => {
      this.#pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    server.on('error', end);
    client.on('data', (bytes) => server.writable && server.write(bytes));
    server.on('data', (bytes) => !pair.isDeaf && client.writable && client.write(bytes));
    client.on('close', end);
    server.on('close', end);
    this.#pairs.add(pair);
  }

  #hold(client) {
    client.pause();
    this.#held.add(client);
    client.on('close', () => this.#held.delete(client));
  }

  /**
   * Cuts the link: for a moment what the client says still arrives but no answer comes back (the worst moment to lose
   * a connection in), then every connection breaks.
   * @param {boolean} holds new connections hang until the link is mended; otherwise they are refused
   */
  async cut(holds = false, deafMs = 150) {
    this.#holds = holds;
    for (const pair of this.#pairs) pair.isDeaf = true;
    await new Promise((resolve) => setTimeout(resolve, deafMs));
    this.#isCut = true;
    for (const { client, server } of [...this.#pairs]) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  mend() {
    this.#isCut = false;
    for (const client of [...this.#held]) {
      this.#held.delete(client);
      this.#join(client);
      client.resume();
    }
  }

  close() {
    this.#isCut = true;
    for (const client of [...this.#held]) client.destroy();
    for (const { client, server } of [...this.#pairs]) {
      client.destroy();
      server.destroy();
    }
    this.#server?.close();
  }
}
