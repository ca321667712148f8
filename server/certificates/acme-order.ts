/**
 * One order at an ACME CA: every name in one certificate, proven by http-01. The CA is polled, never told twice that a
 * challenge is ready, and a finalization that takes its time ("processing") is waited for.
 */
import { setTimeout as sleepFor } from 'node:timers/promises';
import * as acme from 'acme-client';
import { createEcKey } from './acme-key';
import type { AcmeTransport } from './acme-transport';
import type { KeyAndCertificate } from './issue';
import { SourceError } from './source';
import type { CertificateStore } from './store';

export interface OrderOptions {
  readonly client: acme.Client;
  readonly transport: AcmeTransport;
  readonly names: readonly string[];
  readonly challenges: Pick<CertificateStore, 'saveChallenge' | 'removeChallenge'>;
  readonly signal: AbortSignal;
  readonly assertSole: () => Promise<void>;
}

const FIRST_POLL_MS = 250;
const MAX_POLL_MS = 10_000;
/** Validation from several places takes seconds; minutes mean that something is stuck. */
const VALIDATION_DEADLINE_MS = 3 * 60 * 1000;
const ISSUE_DEADLINE_MS = 5 * 60 * 1000;

type Challenge = acme.Authorization['challenges'][number];

interface PollOptions {
  readonly deadlineMs: number;
  readonly what: string;
}

async function poll<T>(
  options: OrderOptions,
  ask: () => Promise<T>,
  isDone: (answer: T) => boolean,
  { deadlineMs, what }: PollOptions,
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  let waitMs = FIRST_POLL_MS;
  for (;;) {
    const answer = await ask();
    if (isDone(answer)) return answer;
    const pauseMs = Math.max(waitMs, options.transport.retryAfterMs() ?? 0);
    if (performance.now() + pauseMs > deadline) {
      throw new SourceError(`the CA was still busy with ${what} after ${Math.round(deadlineMs / 60_000)} minutes`);
    }
    await sleepFor(pauseMs, undefined, { signal: options.signal });
    waitMs = Math.min(waitMs * 2, MAX_POLL_MS);
  }
}

/** The CA's reason for refusing a name, from the authorization itself: the order only says that it is invalid. */
function refusalOf(authorization: acme.Authorization): string {
  const reasons = authorization.challenges.flatMap((challenge) => {
    const error = (challenge as Challenge & { readonly error?: { readonly detail?: string } }).error;
    return error?.detail ? [error.detail] : [];
  });
  return `${authorization.identifier.value}: ${reasons.join('; ') || `its authorization is ${authorization.status}`}`;
}

function http01Of(authorization: acme.Authorization): Challenge {
  const challenge = authorization.challenges.find(({ type }) => type === 'http-01');
  if (!challenge) throw new SourceError(`the CA offers no http-01 challenge for ${authorization.identifier.value}`);
  return challenge;
}

async function proveNames(options: OrderOptions, order: acme.Order): Promise<void> {
  const { client, challenges } = options;
  const authorizations = await client.getAuthorizations(order);
  // The CA may remember an earlier proof.
  const open = authorizations.filter(({ status }) => status !== 'valid').map(http01Of);
  try {
    // All answers are in place before the CA is told about the first.
    for (const challenge of open) {
      await challenges.saveChallenge(challenge.token, await client.getChallengeKeyAuthorization(challenge));
    }
    for (const challenge of open) await client.completeChallenge(challenge);
    const settled = await poll(
      options,
      () => client.getAuthorizations(order),
      (all) => all.every(({ status }) => status !== 'pending') || all.some(({ status }) => status === 'invalid'),
      { deadlineMs: VALIDATION_DEADLINE_MS, what: 'the validation of the names' },
    );
    const refused = settled.filter(({ status }) => status !== 'valid' && status !== 'pending');
    if (refused.length > 0) throw new SourceError(`the CA refused ${refused.map(refusalOf).join('; ')}`);
  } finally {
    await Promise.all(open.map((challenge) => challenges.removeChallenge(challenge.token)));
  }
}

function assertAlive(order: acme.Order): void {
  if (order.status !== 'invalid') return;
  const error = (order as acme.Order & { readonly error?: { readonly detail?: string } }).error;
  throw new SourceError(`the CA gave the order up: ${error?.detail ?? 'it said no reason'}`);
}

async function settle(options: OrderOptions, order: acme.Order, busy: string, what: string): Promise<acme.Order> {
  const settled = await poll(
    options,
    () => options.client.getOrder(order),
    ({ status }) => status !== busy,
    { deadlineMs: ISSUE_DEADLINE_MS, what },
  );
  assertAlive(settled);
  return settled;
}

/** @throws SourceError with the CA's own reason */
export async function orderCertificate(options: OrderOptions): Promise<KeyAndCertificate> {
  const { client, names } = options;
  await options.assertSole();
  const order = await client.createOrder({ identifiers: names.map((value) => ({ type: 'dns', value })) });
  await proveNames(options, order);
  const ready = await settle(options, order, 'pending', 'the order');
  await options.assertSole();
  const key = await createEcKey();
  const [, csr] = await acme.crypto.createCsr({ altNames: [...names] }, key);
  const finalized = ready.status === 'ready' ? await client.finalizeOrder(ready, csr) : ready;
  const issued = await settle(options, { ...finalized, url: order.url }, 'processing', 'the certificate');
  return { key, chain: await client.getCertificate(issued) };
}
