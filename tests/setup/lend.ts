/** A test file borrows what it needs: made before its tests and given back after them, the last first. */
import { openSockets, quietSockets, socketsBeyond } from './sockets';

interface Lending<T> {
  readonly open: () => Promise<T> | T;
  readonly close?: (made: T) => unknown;
  /** A new one for each test; once for the file if not. */
  readonly each?: boolean | undefined;
  /** Something lent on which this one stands: made as often, and given back before it. */
  readonly on?: object;
}

type GiveBack = () => Promise<void>;

/** Of this test file alone, as Jest loads modules anew for each. */
const loans: GiveBack[] = [];
const lentForEachTest = new WeakSet();
let socketsBefore = openSockets();
let isCounted = false;

export function lend<T extends object>({ open, close, each = false, on }: Lending<T>): T {
  countSocketsBefore();
  const lent = {} as T;
  const isForEachTest = each || (on !== undefined && lentForEachTest.has(on));
  if (isForEachTest) lentForEachTest.add(lent);
  let loan: GiveBack | undefined;

  (isForEachTest ? beforeEach : beforeAll)(async () => {
    const made = await open();
    Object.assign(lent, made);
    loan = async () => {
      try {
        await close?.(made);
      } finally {
        for (const name of Object.keys(lent)) Reflect.deleteProperty(lent, name);
      }
    };
    loans.push(loan);
  });

  // Jest runs these in the order in which they were written: the first gives back all that came later as well.
  (isForEachTest ? afterEach : afterAll)(async () => {
    if (loan && loans.includes(loan)) await giveBackUntil(loan);
  });
  return lent;
}

/**
 * Once a file: what the file before left closing would hide as many sockets that this one leaves open. At the first loan,
 * because benchmarks load this file too and have no hooks.
 */
function countSocketsBefore(): void {
  if (isCounted) return;
  isCounted = true;
  beforeAll(async () => void (socketsBefore = await quietSockets()));
}

async function giveBackUntil(last: GiveBack): Promise<void> {
  const errors: unknown[] = [];
  for (let loan; loan !== last;) {
    loan = loans.pop()!;
    await loan().catch((error: unknown) => errors.push(error));
  }
  if (loans.length === 0) {
    const left = await socketsBeyond(socketsBefore);
    if (left.length > 0) errors.push(new Error(`left open by this test file: ${left.join(', ')}`));
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, errors.map(String).join('\n'));
}
