/**
 * Two first clicks at once make two carts, and the browser keeps the session of one only. So each first cart is also
 * named in a cookie of its own, for some minutes, by which the next request joins them.
 */
import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { openValue, SEALED_COOKIE, sealValue } from '../../web/sealed-value';
import type { StorefrontContext, StorefrontServices } from '../services';

const NAME = '__Secure-cart-';
const COOKIES = new RegExp(`(?<=^|;\\s*)(${NAME}[0-9a-f]{8})=([\\w-]+)(?=;|$)`, 'g');
const VALID_MS = 10 * 60 * 1000;
/** More than ever come at once by themselves. */
const MOST = 8;

export type FirstCartContext = Pick<StorefrontContext, 'keys' | 'clock' | 'config'>;

const placeOf = ({ config }: FirstCartContext) => ({ ...SEALED_COOKIE, path: '/', domain: config.hosts.apex });

export function nameFirstCart(context: FirstCartContext, response: Response, cartId: string): void {
  const cookie = sealValue(context.keys, 'cart', cartId, { now: context.clock.now(), validMs: VALID_MS });
  response.cookie(NAME + randomBytes(4).toString('hex'), cookie, { ...placeOf(context), maxAge: VALID_MS });
}

export function createJoining({ context, cart }: Pick<StorefrontServices, 'context' | 'cart'>): RequestHandler {
  const { keys, clock } = context;

  /** Of two sessions that join at once, each the other's cart, one has none by then and begins anew. */
  async function join({ session }: Request, response: Response, other: string): Promise<void> {
    const { accountId = null, cartId = null } = session;
    const joined = await cart.join({ accountId, cartId }, other);
    if (accountId !== null || joined === null || joined === cartId) return;
    session.cartId = joined;
    nameFirstCart(context, response, joined);
  }

  return async (request, response, next) => {
    const { session } = request;
    const named =
      session.accountId || session.cartId ? [...(request.get('cookie') ?? '').matchAll(COOKIES)].slice(0, MOST) : [];
    for (const [, name = '', cookie = ''] of named) {
      const opened = openValue(keys, cookie, { kind: 'cart', shape: z.uuid(), now: clock.now() });
      // Her own may still be overwritten by an answer that is on its way: it stays named until its time is over.
      if (opened && opened.value === session.cartId) continue;
      if (opened) await join(request, response, opened.value);
      response.clearCookie(name, placeOf(context));
    }
    next();
  };
}
