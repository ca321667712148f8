/** As things stand now; within a transaction it stays so until the end. */
import { createHash } from 'node:crypto';
import type { PaymentMethodName } from '../../../config/env';
import type { Executor } from '../../../db/pool';
import type { Cart, Visitor } from '../../cart/model';
import type { OrderLine, StoredOrder } from '../model';
import { lockOrigin, selectHeld, selectOrderedAgain, selectStanding, type Origin } from './queries';
import {
  isRunningOut,
  refusalOf,
  UNPAID_LIMITS,
  wayOf,
  type Refusal,
  type HeldByUnpaid,
  type UnpaidLimits,
} from './rule';

/** Where a request comes from, as HTTP tells it. Only digests of it are kept, and those only while an order waits. */
export interface Source {
  /** An IPv4 address, or an IPv6 /64. */
  readonly address: string;
  readonly sessionId: string;
}

export interface Asking {
  readonly visitor: Visitor;
  readonly source: Source;
  /** '' while it isn't known. */
  readonly email: string;
}

export interface WaysToPay {
  refusalOf(method: PaymentMethodName): Refusal | null;
  /** The order would leave little on the shelf, and so waits for a shorter time. */
  readonly isRunningOut: boolean;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

export const originOf = ({ visitor, source, email }: Asking): Origin => ({
  address: digest(source.address),
  session: digest(source.sessionId),
  email: email === '' ? null : email.toLowerCase(),
  accountId: visitor.accountId,
});

/** Before the cart is held. Nobody of the same origin is judged until the transaction ends. */
export async function holdOrigin(tx: Executor, { address, session, email, accountId }: Origin): Promise<void> {
  await lockOrigin(tx, [`address ${address}`, `session ${session}`, `person ${accountId ?? email ?? ''}`]);
}

export async function waysToPay(
  db: Executor,
  origin: Origin,
  cart: Pick<Cart, 'goods'>,
  limits: Partial<UnpaidLimits> = {},
): Promise<WaysToPay> {
  const { goods: lines } = cart;
  const standing = await selectStanding(
    db,
    origin,
    lines.map(({ variantId }) => variantId),
  );
  const wish = { isGuest: origin.accountId === null, lines, ...standing };
  return {
    refusalOf: (method) => refusalOf(wayOf(method), wish, { ...UNPAID_LIMITS, ...limits }),
    isRunningOut: isRunningOut(wish),
  };
}

/** What of an order its buyer has not ordered anew meanwhile: nobody is asked to pay, or given back, the rest. */
export async function stillWanted(db: Executor, order: StoredOrder): Promise<readonly OrderLine[]> {
  const again = new Set(await selectOrderedAgain(db, order));
  return order.lines.filter(({ variantId }) => !again.has(variantId));
}

export const heldByUnpaid = (db: Executor): Promise<HeldByUnpaid> => selectHeld(db);
