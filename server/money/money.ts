/** An integer in the currency's minor unit. KRW has none: whole won. */
export type Won = number;

/** @throws RangeError for anything but a safe, non-negative integer */
export function won(amount: number): Won {
  if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError(`${amount} is no amount of won`);
  return amount;
}

const GROUPED = new Intl.NumberFormat('en-US');

/** `₩98,000`, the same in both languages. */
export const formatWon = (amount: Won): string => `₩${GROUPED.format(amount)}`;

export const wonPerMl = (price: Won, volumeMl: number): Won => Math.round(price / volumeMl);
