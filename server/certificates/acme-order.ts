// One order at an ACME CA: every name in one certificate. The CA is polled, and never told twice that a challenge is
// ready. An order that was begun before, and neither finished nor refused, is gone on with.
import { setTimeout as sleepFor } from 'node:timers/promises';
import * as acme from 'acme-client';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { createEcKey } from './acme-key';
import { AcmeProblem, type AcmeTransport } from './acme-transport';
import type { ChallengeAnswer, ChallengeSolver } from './challenge-solver';
import type { KeyAndCertificate } from './issue';
import type { PendingOrders } from './pending-order';
import { shortened } from './problem-document';
import { SourceError } from './source-error';

export interface OrderOptions {
  readonly client: acme.Client;
  readonly transport: AcmeTransport;
  readonly names: readonly string[];
  /** RFC 9773: the certificate that the new one takes the place of; null where the CA doesn't want to know. */
  readonly replaces: string | null;
  /** Which of the CA's kinds of certificate it is to be; null: the CA's choice. */
  readonly profile: string | null;
  readonly solver: Pick<ChallengeSolver, 'type' | 'present' | 'remove'>;
  readonly pending: PendingOrders;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly assertSole: () => Promise<void>;
  /** Called once the CA has taken an order, or has refused it. */
  readonly onOrdered: () => void;
}

interface OpenOrder {
  readonly order: acme.Order;
  readonly key: string;
}

const FIRST_POLL_MS = 250;
const MAX_POLL_MS = 10_000;
/** Validation from several places takes seconds; minutes mean that something is stuck. */
const VALIDATION_DEADLINE_MS = 3 * 60 * 1000;
const ISSUE_DEADLINE_MS = 5 * 60 * 1000;

type Challenge = acme.Authorization['challenges'][number];

/** The CA has judged: this order will never be a certificate. */
class OrderRefused extends SourceError {
  override name = 'OrderRefused';
}

async function poll<T>(
  options: OrderOptions,
  first: T | null,
  ask: () => Promise<T>,
  isDone: (answer: T) => boolean,
  { deadlineMs, what }: { readonly deadlineMs: number; readonly what: string },
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  let waitMs = FIRST_POLL_MS;
  for (let answer = first ?? (await ask()); ; answer = await ask()) {
    if (isDone(answer)) return answer;
    const pauseMs = Math.max(waitMs, options.transport.retryAfterMs() ?? 0);
    if (performance.now() + pauseMs > deadline) {
      // The order stays pending: the next attempt goes on with it.
      const notBefore = new Date(options.clock.now().getTime() + pauseMs);
      const minutes = Math.round(deadlineMs / 60_000);
      throw new SourceError(`the CA was still busy with ${what} after ${minutes} minutes`, { notBefore });
    }
    await sleepFor(pauseMs, undefined, { signal: options.signal });
    waitMs = Math.min(waitMs * 2, MAX_POLL_MS);
  }
}

/** The CA's reason for refusing a name, from the authorization itself: the order only says that it is invalid. */
function refusalOf(authorization: acme.Authorization): string {
  const reasons = authorization.challenges.flatMap((challenge) => {
    const error = (challenge as Challenge & { readonly error?: { readonly detail?: string } }).error;
    return error?.detail ? [shortened(error.detail)] : [];
  });
  return `${authorization.identifier.value}: ${reasons.join('; ') || `its authorization is ${authorization.status}`}`;
}

interface OpenChallenge {
  readonly name: string;
  readonly challenge: Challenge;
}

function challengeOf({ identifier, challenges }: acme.Authorization, wanted: ChallengeSolver['type']): OpenChallenge {
  const challenge = challenges.find(({ type }) => type === wanted);
  if (!challenge) throw new OrderRefused(`the CA offers no ${wanted} challenge for ${identifier.value}`);
  return { name: identifier.value, challenge };
}

function answersOf(client: acme.Client, open: readonly OpenChallenge[]): Promise<ChallengeAnswer[]> {
  return Promise.all(
    open.map(async ({ name, challenge }) => {
      return { name, token: challenge.token, keyAuthorization: await client.getChallengeKeyAuthorization(challenge) };
    }),
  );
}

async function proveNames(options: OrderOptions, order: acme.Order): Promise<void> {
  const { client, solver, signal } = options;
  const authorizations = await client.getAuthorizations(order);
  // The CA may remember an earlier proof.
  const open = authorizations
    .filter(({ status }) => status === 'pending')
    .map((authorization) => challengeOf(authorization, solver.type));
  const answers = await answersOf(client, open);
  try {
    // All answers are in place before the CA is told about the first.
    if (answers.length > 0) await solver.present(answers, signal);
    for (const { challenge } of open) if (challenge.status === 'pending') await client.completeChallenge(challenge);
    const settled = await poll(
      options,
      null,
      () => client.getAuthorizations(order),
      (all) => all.every(({ status }) => status !== 'pending') || all.some(({ status }) => status === 'invalid'),
      { deadlineMs: VALIDATION_DEADLINE_MS, what: 'the validation of the names' },
    );
    const refused = settled.filter(({ status }) => status !== 'valid' && status !== 'pending');
    if (refused.length > 0) throw new OrderRefused(`the CA refused ${refused.map(refusalOf).join('; ')}`);
  } finally {
    if (answers.length > 0) await solver.remove(answers);
  }
}

async function settle(options: OrderOptions, order: acme.Order, busy: string, what: string): Promise<acme.Order> {
  const settled = await poll(
    options,
    order,
    () => options.client.getOrder(order),
    ({ status }) => status !== busy,
    { deadlineMs: ISSUE_DEADLINE_MS, what },
  );
  if (settled.status !== 'invalid') return settled;
  const error = (settled as acme.Order & { readonly error?: { readonly detail?: string } }).error;
  throw new OrderRefused(`the CA gave the order up: ${error?.detail ? shortened(error.detail) : 'it said no reason'}`);
}

const isRefusal = (error: unknown): error is AcmeProblem => error instanceof AcmeProblem && error.refused;
const isAccountUnknown = (error: AcmeProblem): boolean => error.type === 'accountDoesNotExist';

/** An order that was begun before. @returns null where there is none, or none that the CA knows */
async function resume(options: OrderOptions): Promise<OpenOrder | null> {
  const { client, names, profile, pending, logger, onOrdered } = options;
  const begun = await pending.load({ names, profile });
  if (!begun) return null;
  try {
    const order = await client.getOrder({ url: begun.url } as acme.Order);
    onOrdered();
    logger.info({ order: begun.url, status: order.status }, 'going on with the order that was begun before');
    return { order, key: begun.key };
  } catch (error) {
    if (!isRefusal(error) || isAccountUnknown(error)) throw error;
    logger.warn({ order: begun.url, reason: error.message }, 'the order that was begun before is gone');
    await pending.clear();
    return null;
  }
}

async function create({ client, names, replaces, profile, logger }: OrderOptions): Promise<acme.Order> {
  const identifiers = names.map((value) => ({ type: 'dns', value }));
  const order = Object.assign({ identifiers }, profile === null ? {} : { profile });
  if (replaces === null) return client.createOrder(order);
  try {
    return await client.createOrder(Object.assign({ replaces }, order));
  } catch (error) {
    if (!isRefusal(error) || isAccountUnknown(error)) throw error;
    // `alreadyReplaced`, or a predecessor that the CA knows nothing of: no reason to go without a certificate.
    logger.warn({ replaces, reason: error.message }, 'ordering without naming the certificate that is replaced');
    return client.createOrder(order);
  }
}

async function place(options: OrderOptions): Promise<OpenOrder> {
  const { names, profile, pending, assertSole, onOrdered } = options;
  const key = await createEcKey();
  await assertSole();
  try {
    const order = await create(options);
    onOrdered();
    await pending.save({ url: order.url, key, names, profile });
    return { order, key };
  } catch (error) {
    if (isRefusal(error) && !isAccountUnknown(error)) onOrdered();
    throw error;
  }
}

async function finish(options: OrderOptions, { order, key }: OpenOrder): Promise<KeyAndCertificate> {
  const { client, names, assertSole } = options;
  if (order.status === 'pending') await proveNames(options, order);
  const proven = order.status === 'pending' ? await client.getOrder(order) : order;
  const ready = await settle(options, proven, 'pending', 'the order');
  await assertSole();
  const finalize = async (): Promise<acme.Order> => {
    const [, csr] = await acme.crypto.createCsr({ altNames: [...names] }, key);
    return { ...(await client.finalizeOrder(ready, csr)), url: order.url };
  };
  const finalized = ready.status === 'ready' ? await finalize() : ready;
  const issued = await settle(options, finalized, 'processing', 'the certificate');
  return { key, chain: await client.getCertificate(issued) };
}

/** The order stays pending until the caller clears it. @throws SourceError with the CA's own reason */
export async function orderCertificate(options: OrderOptions): Promise<KeyAndCertificate> {
  const open = (await resume(options)) ?? (await place(options));
  try {
    return await finish(options, open);
  } catch (error) {
    if (error instanceof OrderRefused || isRefusal(error)) await options.pending.clear();
    throw error;
  }
}
