/**
 * An ACME directory that does and says what a test wants, for what Debian's Pebble can't: ARI, `replaces`, slow
 * finalization with Retry-After, a clock that is off. It believes every signature and validates nothing.
 */
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import * as x509 from '@peculiar/x509';
import type { CertificateStore } from '../../../server/certificates/store';
import { listenOnLoopback, startSecureServer, type TestAuthority } from './edge';

// No test with a CA is about speed: a busy machine may take its time.
jest.setTimeout(120_000);

const DAY_MS = 24 * 60 * 60 * 1000;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Behaviour {
  /** What it answers to questions about renewals; null: its directory offers no such thing. */
  renewalInfo: { readonly body: unknown; readonly retryAfter?: string } | Refusal | null;
  refuseOrder: (order: OrderPayload) => Refusal | null;
  /** Why the names are refused; null: they are not. */
  refuseNames: string | null;
  /** So often a finalized order is still `processing`, with this Retry-After. */
  processing: { readonly times: number; readonly retryAfter?: string };
  /** What comes of the order after that; null: a certificate. */
  giveUp: string | null;
  /** What its clock is compared with: the real one, where this is not another. */
  now: () => Date;
  /** Its clock, against that one. */
  clockOffsetMs: number;
  lifetimeDays: number;
  /** Its kinds of certificate and what it says of them; null: it offers none. */
  profiles: Readonly<Record<string, string>> | null;
  /** When its certificates begin, against the real clock. */
  notBeforeOffsetMs: number;
}

interface OrderPayload {
  readonly identifiers: readonly { readonly value: string }[];
  readonly replaces?: string;
  readonly profile?: string;
}

export interface FakeAcme {
  readonly directoryUrl: string;
  /** The root of the directory's own HTTPS. */
  readonly caFile: string;
  readonly behaviour: Behaviour;
  readonly orders: readonly OrderPayload[];
  /** Every request but for nonces: its path, and when it came. */
  readonly requests: readonly { readonly path: string; readonly at: number }[];
}

interface Order {
  readonly id: string;
  readonly names: readonly string[];
  status: 'pending' | 'ready' | 'processing' | 'valid' | 'invalid';
  polls: number;
  certificate: string;
}

async function createIssuer() {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const issuer = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomBytes(8).toString('hex'),
    name: 'CN=Fake ACME',
    notBefore: new Date(Date.now() - 400 * DAY_MS),
    notAfter: new Date(Date.now() + 400 * DAY_MS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return async (csr: string, names: readonly string[], notBefore: Date, lifetimeDays: number): Promise<string> => {
    const request = new x509.Pkcs10CertificateRequest(Buffer.from(csr, 'base64url'));
    const leaf = await x509.X509CertificateGenerator.create({
      serialNumber: `ff${randomBytes(8).toString('hex')}`,
      subject: `CN=${names[0]}`,
      issuer: issuer.subjectName,
      notBefore,
      notAfter: new Date(notBefore.getTime() + lifetimeDays * DAY_MS),
      publicKey: request.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
        await x509.AuthorityKeyIdentifierExtension.create(issuer),
      ],
    });
    return `${leaf.toString('pem')}\n${issuer.toString('pem')}\n`;
  };
}

async function payloadOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  if (text === '') return null;
  const { payload } = JSON.parse(text) as { payload: string };
  return payload === '' ? null : JSON.parse(Buffer.from(payload, 'base64url').toString());
}

const isRefusal = (value: object): value is Refusal => 'status' in value;

/** @param directory where its root is left, for ACME_CA_FILE */
export async function startFakeAcme(
  directory: string,
  changes: Partial<Behaviour> = {},
  authority?: TestAuthority,
): Promise<FakeAcme> {
  const caFile = path.join(directory, 'acme-root.pem');
  const issue = await createIssuer();
  const behaviour: Behaviour = {
    renewalInfo: null,
    refuseOrder: () => null,
    refuseNames: null,
    processing: { times: 0 },
    giveUp: null,
    now: () => new Date(),
    clockOffsetMs: 0,
    lifetimeDays: 90,
    profiles: null,
    notBeforeOffsetMs: -3_600_000,
    ...changes,
  };
  const payloads: OrderPayload[] = [];
  const requests: { path: string; at: number }[] = [];
  const orders = new Map<string, Order>();
  let base = '';

  const describe = (order: Order): object => ({
    status: order.status,
    identifiers: order.names.map((value) => ({ type: 'dns', value })),
    authorizations: order.names.map((_, i) => `${base}/authz/${order.id}/${i}`),
    finalize: `${base}/finalize/${order.id}`,
    ...(order.status === 'valid' ? { certificate: `${base}/cert/${order.id}` } : {}),
    ...(order.status === 'invalid' ? { error: { detail: behaviour.giveUp } } : {}),
  });

  function send(response: ServerResponse, status: number, body: unknown, headers: object = {}): void {
    response.writeHead(status, {
      'replay-nonce': randomBytes(8).toString('base64url'),
      date: new Date(behaviour.now().getTime() + behaviour.clockOffsetMs).toUTCString(),
      ...headers,
    });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  function refuse(response: ServerResponse, { status, type, detail, headers }: Refusal): void {
    send(response, status, { type: `urn:ietf:params:acme:error:${type}`, detail }, headers);
  }

  function place(response: ServerResponse, payload: OrderPayload): void {
    payloads.push(payload);
    const refusal = behaviour.refuseOrder(payload);
    if (refusal) return refuse(response, refusal);
    const names = payload.identifiers.map(({ value }) => value);
    const order: Order = { id: randomBytes(4).toString('hex'), names, status: 'pending', polls: 0, certificate: '' };
    orders.set(order.id, order);
    send(response, 201, describe(order), { location: `${base}/order/${order.id}` });
  }

  function poll(response: ServerResponse, order: Order): void {
    const { times, retryAfter } = behaviour.processing;
    if (order.status === 'processing' && ++order.polls > times)
      order.status = behaviour.giveUp === null ? 'valid' : 'invalid';
    const waiting = order.status === 'processing' && retryAfter !== undefined;
    send(response, 200, describe(order), waiting ? { 'retry-after': retryAfter } : {});
  }

  function authorization(response: ServerResponse, order: Order, i: string): void {
    const status = order.status === 'pending' ? 'pending' : order.status === 'invalid' ? 'invalid' : 'valid';
    const error = status === 'invalid' ? { error: { detail: behaviour.refuseNames } } : {};
    const url = `${base}/challenge/${order.id}/${i}`;
    const challenges = [{ type: 'http-01', url, token: `${order.id}-${i}`, status, ...error }];
    send(response, 200, { status, identifier: { type: 'dns', value: order.names[Number(i)] }, challenges });
  }

  async function finalize(response: ServerResponse, order: Order, payload: { csr: string }): Promise<void> {
    if (order.status !== 'ready') {
      return refuse(response, { status: 403, type: 'orderNotReady', detail: `the order is ${order.status}` });
    }
    const notBefore = new Date(Date.now() + behaviour.notBeforeOffsetMs);
    order.certificate = await issue(payload.csr, order.names, notBefore, behaviour.lifetimeDays);
    order.status = 'processing';
    poll(response, order);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '/' } = request;
    const [, kind = '', id = '', i = ''] = url.split('/');
    if (kind !== 'nonce') requests.push({ path: url, at: Date.now() });
    const payload = await payloadOf(request);
    const known = orders.get(id);
    switch (kind) {
      case 'dir':
        return send(response, 200, {
          newNonce: `${base}/nonce`,
          newAccount: `${base}/account`,
          newOrder: `${base}/new-order`,
          ...(behaviour.renewalInfo ? { renewalInfo: `${base}/renewal-info` } : {}),
          ...(behaviour.profiles ? { meta: { profiles: behaviour.profiles } } : {}),
        });
      case 'nonce':
        return send(response, 200, '');
      case 'account':
        return send(response, 201, {}, { location: `${base}/account/1` });
      case 'new-order':
        return place(response, payload as OrderPayload);
      case 'renewal-info': {
        const said = behaviour.renewalInfo ?? { status: 404, type: 'malformed', detail: 'not here' };
        if (isRefusal(said)) return refuse(response, said);
        return send(response, 200, said.body, said.retryAfter === undefined ? {} : { 'retry-after': said.retryAfter });
      }
    }
    if (!known) return refuse(response, { status: 404, type: 'malformed', detail: 'no such order' });
    switch (kind) {
      case 'order':
        return poll(response, known);
      case 'authz':
        return authorization(response, known, i);
      case 'challenge':
        if (Number(i) === known.names.length - 1) known.status = behaviour.refuseNames === null ? 'ready' : 'invalid';
        return send(response, 200, {});
      case 'finalize':
        return finalize(response, known, payload as { csr: string });
      default:
        return send(response, 200, known.certificate);
    }
  }

  const handler: http.RequestListener = (request, response) => {
    answer(request, response).catch((error: unknown) => send(response, 500, { detail: String(error) }));
  };
  base = await startSecureServer(handler, caFile, authority);
  return { directoryUrl: `${base}/dir`, caFile, behaviour, orders: payloads, requests };
}

/** The part of an edge that an order needs: answers challenges from the store. @returns its port */
export async function answerChallenges(store: CertificateStore): Promise<number> {
  const server = http.createServer((request, response) => {
    void store.loadChallenge(request.url?.split('/').at(-1) ?? '').then((found) => {
      response.writeHead(found === null ? 404 : 200).end(found ?? '');
    });
  });
  return listenOnLoopback(server);
}
