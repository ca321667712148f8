/** So much of something in all, and so much of it for one address: what one sender takes is missing to nobody else. */

export interface Share {
  readonly total: number;
  /** For an IPv4 address, or the /64 of an IPv6 address. */
  readonly perAddress: number;
}

export type UsedUp = 'total' | 'address';

export interface Shares {
  /** @returns null when it was given; else what is used up, and then nothing was taken */
  take(block: string, amount?: number): UsedUp | null;
  giveBack(block: string, amount?: number): void;
}

export function createShares(limit: Share): Shares {
  const perBlock = new Map<string, number>();
  let taken = 0;
  return {
    take(block, amount = 1) {
      const own = perBlock.get(block) ?? 0;
      if (taken + amount > limit.total) return 'total';
      if (own + amount > limit.perAddress) return 'address';
      taken += amount;
      perBlock.set(block, own + amount);
      return null;
    },
    giveBack(block, amount = 1) {
      taken -= amount;
      const left = (perBlock.get(block) ?? 0) - amount;
      if (left > 0) perBlock.set(block, left);
      else perBlock.delete(block);
    },
  };
}
