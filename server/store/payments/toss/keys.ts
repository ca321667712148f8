/** The keys of a shop at Toss: what can be seen of them, and whether Toss knows the secret one. */
import type { z } from 'zod';
import { createTossClient, pathOf, type TossConnection } from './client';
import { BAD_KEY } from './codes';
import { paymentAnswer } from './payment';

export interface TossKeys {
  /** Public: `test_ck_…` or `live_ck_…`. */
  readonly clientKey: string;
  /** `test_sk_…` or `live_sk_…`. */
  readonly secretKey: string;
}

/**
 * `widget`: of the other family, for Toss' widgets, which this shop doesn't use. `mixed`: one is for tests and the other
 * for real money. `refused`: Toss doesn't know the secret key.
 */
export type KeyFault = 'no-client-key' | 'no-secret-key' | 'swapped' | 'widget' | 'mixed' | 'refused';

export type KeyCheck =
  | { readonly kind: 'good'; readonly environment: 'test' | 'live' }
  | { readonly kind: 'bad'; readonly fault: KeyFault }
  | { readonly kind: 'unknown'; readonly code: string };

const KEY = /^(test|live)_(g?)(ck|sk)_\w{8,200}$/;

interface Shape {
  readonly environment: 'test' | 'live';
  readonly isWidget: boolean;
  readonly kind: 'ck' | 'sk';
}

function shapeOf(key: string): Shape | null {
  const [, environment, widget, kind] = KEY.exec(key) ?? [];
  if (environment === undefined) return null;
  return {
    environment: environment === 'live' ? 'live' : 'test',
    isWidget: widget !== '',
    kind: kind === 'sk' ? 'sk' : 'ck',
  };
}

/** By their beginnings alone: a pair of two shops looks like a pair. */
export function readKeys({ clientKey, secretKey }: TossKeys): Exclude<KeyCheck, { kind: 'unknown' }> {
  const [client, secret] = [shapeOf(clientKey), shapeOf(secretKey)];
  if (client?.isWidget || secret?.isWidget) return { kind: 'bad', fault: 'widget' };
  if (client?.kind === 'sk' && secret?.kind === 'ck') return { kind: 'bad', fault: 'swapped' };
  if (client?.kind !== 'ck') return { kind: 'bad', fault: 'no-client-key' };
  if (secret?.kind !== 'sk') return { kind: 'bad', fault: 'no-secret-key' };
  if (client.environment !== secret.environment) return { kind: 'bad', fault: 'mixed' };
  return { kind: 'good', environment: client.environment };
}

/**
 * Asks for a payment that can't exist: a good key is told so, and nothing happens. The client key can only be tried by
 * opening Toss' window.
 */
export async function checkKeys(
  keys: TossKeys,
  deps: Omit<TossConnection, 'secretKey'> & { readonly randomId: () => string },
): Promise<KeyCheck> {
  const seen = readKeys(keys);
  if (seen.kind === 'bad') return seen;
  const client = createTossClient({ ...deps, secretKey: keys.secretKey });
  const path = pathOf('payments', 'orders', deps.randomId());
  const said = await client.get<z.infer<typeof paymentAnswer>>({ path, answer: paymentAnswer });
  if (said.kind === 'done' || said.code === 'NOT_FOUND_PAYMENT') return seen;
  return BAD_KEY.has(said.code) ? { kind: 'bad', fault: 'refused' } : { kind: 'unknown', code: said.code };
}
