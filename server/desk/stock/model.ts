import type { deskStock } from './texts.ko';

export const COUNT_REASONS = ['correction', 'damage'] as const;
export type CountReason = (typeof COUNT_REASONS)[number];

export const MOST_BOTTLES = 1_000_000;

export interface CountedVariant {
  readonly id: number;
  readonly sku: string;
  readonly volumeMl: number;
  readonly stock: number;
  readonly lowStock: number;
  readonly archived: boolean;
  readonly perfumeId: number;
  readonly nameKo: string;
  readonly nameEn: string;
  readonly houseKo: string;
  readonly houseEn: string;
  readonly picture: string;
}

export interface Movement {
  readonly id: number;
  readonly at: Date;
  readonly change: number;
  readonly balance: number;
  readonly reason: keyof (typeof deskStock)['reasons'];
  readonly note: string;
  readonly order: string | null;
  readonly person: string | null;
}
