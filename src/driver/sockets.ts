import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type Agent, type ClientRequest, globalAgent as httpGlobalAgent } from 'node:http';
import { globalAgent as httpsGlobalAgent } from 'node:https';
import type { Server, Socket } from 'node:net';
import { Duplex } from 'node:stream';

import { type CallHolder, holdDuring, keepContexts, runHeld } from './call-context.js';
import { cancelled } from './cancelled.js';
import { refuseLateRequests, type StatementIds } from './late-requests.js';

/** Where Node tells of each request that begins. */
const REQUEST_START = 'http.client.request.start';

/** The address of a session's deletion, with its id. */
const DELETION = /^\/session\?delete=true\b.*\brequestId=([\w-]+)/;

type HttpRequest = ClientRequest & { readonly agent?: Agent };

/** What is known of a connection before its login. */
export interface DriverSocketsOptions {
  /** Name or address of the account's host: the agents that reach it are the connection's own. */
  readonly hostname: string;
  /** An agent to a proxy does not tell which sockets it has, so every call is followed. */
  readonly isProxied: boolean;
}

/**
 * The sockets of one driver connection.
 *
 * The driver offers no way to give up on a request: a login to a silent host, or the deletion of a session on one,
 * keeps its socket, and with it the process, for a minute and a half. So calls into the driver are made through here.
 *
 * Calls that may lead anywhere are followed in their asynchronous context. Statements are not, for that would cost every
 * one of them: they go through the connection's own agents, known since the login.
 */
export class DriverSockets implements CallHolder {
  readonly #hostname: string;
  readonly #agents = new Set<Agent>();
  readonly #followed = new Set<Socket>();
  /** Where the driver awaits the answer of a browser. */
  readonly #listening = new Set<Server>();
  readonly #unsettled = new Set<StatementIds>();
  /** The deletion of the session, while it is not settled. */
  readonly #deletion = new Set<StatementIds>();
  readonly #stopFollowing: (() => void) | undefined;
  #awaitsBrowser = false;
  #destroyed = false;

  constructor({ hostname, isProxied }: DriverSocketsOptions) {
    this.#hostname = hostname;
    this.#stopFollowing = isProxied ? keepContexts() : undefined;
  }

  /** Does work that may open sockets to any host: a login, a file transfer. */
  async follow<T>(work: () => Promise<T>): Promise<T> {
    return holdDuring(this, work);
  }

  /** Runs one call as {@link DriverSockets.follow} does, while someone else keeps its context. */
  run<T>(call: () => T): T {
    return runHeld(this, call);
  }

  /** Sends a statement to the account's host. */
  send<T>(call: () => T): T {
    return this.#stopFollowing === undefined ? call() : this.run(call);
  }

  /**
   * Notes that the driver may send requests of a statement.
   *
   * @param ids - What they are known by.
   * @param settled - Settles when there will be no more.
   */
  expectRequests(ids: StatementIds, settled: Promise<unknown>): void {
    this.#unsettled.add(ids);
    const letGo = (): boolean => this.#unsettled.delete(ids);
    settled.then(letGo, letGo);
  }

  /** Sends the deletion of the session to the account's host. The driver does not tell its id, so it is read on the way. */
  async sendDeletion(call: () => Promise<void>): Promise<void> {
    let id: string | undefined;
    const note = (message: unknown): void => {
      const { agent, path } = (message as { request: HttpRequest }).request;
      if (agent !== undefined && this.#agents.has(agent)) {
        id = DELETION.exec(path)?.[1] ?? id;
      }
    };
    const ids: StatementIds = () => [id];
    this.#deletion.add(ids);
    subscribe(REQUEST_START, note);
    try {
      await this.send(call);
    } finally {
      unsubscribe(REQUEST_START, note);
      this.#deletion.delete(ids);
    }
  }

  /** The sockets of this agent are the connection's. */
  addAgent(agent: Agent): void {
    this.#agents.add(agent);
  }

  /** Bytes received so far on the sockets that are open: a sign of life while a large result travels. */
  get bytesRead(): number {
    return [...this.#followed].reduce((bytes, socket) => bytes + socket.bytesRead, 0);
  }

  /** To be called when the driver asks for a browser: from then on it waits for an answer, and nothing else ends it. */
  browserAsked(): void {
    this.#awaitsBrowser = true;
  }

  /** Ends the requests of statements that the server has not settled, those to come too. */
  giveUpStatements(): void {
    if (this.#unsettled.size > 0) {
      this.#agents.forEach((agent) => socketsOf(agent.sockets).forEach(end));
      refuseLateRequests(this.#unsettled);
    }
  }

  /** Closes every socket at once, and any that the driver opens later. The driver sees connection errors. */
  destroy(): void {
    this.#destroyed = true;
    // Nobody waits on those: an error for each would be for nobody, and cost a part of every close.
    this.#agents.forEach((agent) => socketsOf(agent.freeSockets).forEach((socket) => socket.destroy()));
    // The latest first: Node 20 crashes when the socket under a TLS socket is destroyed before it.
    [...this.#followed].toReversed().forEach(end);
    this.#followed.clear();
    this.#agents.forEach((agent) => socketsOf(agent.sockets).forEach(end));
    refuseLateRequests(this.#unsettled);
    refuseLateRequests(this.#deletion);
    if (this.#awaitsBrowser) {
      this.#listening.forEach(answerInPlaceOfBrowser);
    }
    this.#listening.clear();
    this.#stopFollowing?.();
  }

  onSocket(socket: Socket): void {
    if (this.#followed.has(socket)) {
      return;
    }
    // Whose request it is hears of its errors; between two requests there is nobody else.
    socket.on('error', () => undefined);
    if (this.#destroyed) {
      // Its request takes hold of it first, or would never hear how it ended.
      process.nextTick(() => socket.destroy(cancelled()));
      return;
    }
    this.#followed.add(socket);
    socket.once('close', () => this.#followed.delete(socket));
  }

  onServer(server: Server): void {
    this.#listening.add(server);
    server.once('close', () => this.#listening.delete(server));
  }

  onRequest(request: HttpRequest): void {
    const { agent } = request;
    if (agent !== undefined && request.host === this.#hostname && !isShared(agent)) {
      this.addAgent(agent);
    }
    // Node tells of encrypted sockets only once a request has one; it may still be shaking hands.
    if (request.socket !== null) {
      this.onSocket(request.socket);
    }
  }
}

/** An agent that everyone in the process uses. */
function isShared(agent: Agent): boolean {
  return agent === httpGlobalAgent || agent === httpsGlobalAgent;
}

function socketsOf(byHost: Agent['sockets']): Socket[] {
  return Object.values(byHost).flatMap((sockets) => sockets ?? []);
}

function end(socket: Socket): void {
  if (!socket.destroyed) {
    socket.on('error', () => undefined);
    socket.destroy(cancelled());
  }
}

/** The driver's own way to end its waiting: else its server and its timer last for minutes. */
function answerInPlaceOfBrowser(server: Server): void {
  const socket = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  server.emit('connection', socket);
  socket.push('GET /?error=given_up&error_description=The+login+was+given+up HTTP/1.1\r\n\r\n');
}
