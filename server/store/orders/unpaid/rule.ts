/** Unpaid orders hold bottles: a stranger must not hold much, and a crowd behind one address must be able to buy. */
import type { PaymentMethodName } from '../../../config/env';
import type { LetterLimit } from '../../mail/model';

/** How much may wait for its money at once. What is paid, cancelled or expired counts no more. */
export interface Allowance {
  /** Orders of one session or e-mail; a member's are those of her account. */
  readonly perPerson: number;
  readonly perAddress: number;
  readonly bottlesPerAddress: number;
}

export interface UnpaidLimits {
  /** Bottles in a guest's order by bank transfer. */
  readonly guestBottles: number;
  readonly bank: Allowance;
  readonly card: Allowance;
  /** In whichever way: who has used one up has little of the other. */
  readonly bottlesPerAddress: number;
  /** To the mailbox that was typed, which may be anybody's. */
  readonly letters: readonly LetterLimit[];
  readonly lettersToOwner: readonly LetterLimit[];
}

const HOUR_MS = 60 * 60 * 1000;

export const UNPAID_LIMITS: UnpaidLimits = {
  guestBottles: 3,
  bank: { perPerson: 2, perAddress: 40, bottlesPerAddress: 120 },
  // Who comes back from the card page a second time begins a third order. Many leave that page for good.
  card: { perPerson: 3, perAddress: 80, bottlesPerAddress: 120 },
  // Four of a hundred in a shop of four thousand bottles.
  bottlesPerAddress: 156,
  // Who orders, cancels and orders again gets all of hers.
  letters: [
    { most: 3, withinMs: HOUR_MS },
    { most: 8, withinMs: 24 * HOUR_MS },
  ],
  // Beyond that the desk's list is the better reading.
  lettersToOwner: [{ most: 60, withinMs: HOUR_MS }],
};

export type WayToPay = 'bank' | 'card';
export const wayOf = (method: PaymentMethodName): WayToPay => (method === 'bank' ? 'bank' : 'card');

export interface Wanted {
  readonly variantId: number;
  readonly quantity: number;
}

/** A variant's bottles that are not sold. Orders that were written down at the desk are the owner's word: sold. */
export interface Volume {
  readonly variantId: number;
  /** On the shelf. */
  readonly stock: number;
  /** The owner's own mark of what is running out. */
  readonly lowStock: number;
  /** In unpaid orders, however they are to be paid. */
  readonly held: number;
  readonly heldByTransfer: number;
}

export interface Open {
  readonly ofPerson: number;
  readonly ofAddress: number;
  readonly bottlesOfAddress: number;
}

export interface HeldByUnpaid {
  readonly orders: number;
  readonly bottles: number;
  /** Of all volumes that are sold: on the shelf and held. */
  readonly ofBottles: number;
  /** The most orders, and bottles, that come from one address; of transfers. */
  readonly ordersOfOneAddress: number;
  readonly bottlesOfOneAddress: number;
}

export interface Wish {
  readonly isGuest: boolean;
  readonly lines: readonly Wanted[];
  readonly volumes: readonly Volume[];
  readonly open: Readonly<Record<WayToPay, Open>>;
}

export type Refusal =
  | { readonly code: 'guest-bottles'; readonly most: number }
  /** Of these a transfer may hold no more than that. */
  | { readonly code: 'share'; readonly short: readonly { readonly variantId: number; readonly room: number }[] }
  | { readonly code: 'person'; readonly most: number }
  /** Too many, or too much, from where she is. */
  | { readonly code: 'address' };

/** null: it may wait for its money. What she can change herself is said first. */
export function refusalOf(way: WayToPay, wish: Wish, limits: UnpaidLimits = UNPAID_LIMITS): Refusal | null {
  const { isGuest, lines, open } = wish;
  const { perPerson, perAddress, bottlesPerAddress } = limits[way];
  const { ofPerson, ofAddress, bottlesOfAddress } = open[way];
  const bottles = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (way === 'bank') {
    if (isGuest && bottles > limits.guestBottles) return { code: 'guest-bottles', most: limits.guestBottles };
    const short = beyondShare(wish);
    if (short.length > 0) return { code: 'share', short };
  }
  if (ofPerson >= perPerson) return { code: 'person', most: perPerson };
  const inAll = open.bank.bottlesOfAddress + open.card.bottlesOfAddress + bottles;
  const isFull = bottlesOfAddress + bottles > bottlesPerAddress || inAll > limits.bottlesPerAddress;
  return isFull || ofAddress >= perAddress ? { code: 'address' } : null;
}

/** Transfers hold half of what is not sold, rounded down, and never the last one on the shelf. */
export const roomForTransfer = ({ stock, held, heldByTransfer }: Volume): number =>
  Math.max(0, Math.min(Math.floor((stock + held) / 2) - heldByTransfer, stock - 1));

function beyondShare({ lines, volumes }: Wish) {
  return volumes
    .map((volume) => ({ variantId: volume.variantId, room: roomForTransfer(volume) }))
    .filter(({ variantId, room }) => quantityOf(lines, variantId) > room);
}

/** Would it leave a volume at or below the owner's mark? Then it waits for a shorter time. */
export const isRunningOut = ({ lines, volumes }: Pick<Wish, 'lines' | 'volumes'>): boolean =>
  volumes.some(({ variantId, stock, lowStock }) => stock - quantityOf(lines, variantId) <= lowStock);

const quantityOf = (lines: readonly Wanted[], variantId: number): number =>
  lines.find((line) => line.variantId === variantId)?.quantity ?? 0;
