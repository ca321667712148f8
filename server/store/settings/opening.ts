import type { Mode, PaymentMethodName } from '../../config/env';
import { missingForTransfers, missingSellerFacts, type Settings } from './model';

/** Who sells (the law's list), a way of paying that takes money, and something to buy. All else has a default. */
export const NEEDED_TO_OPEN = ['seller', 'payments', 'product'] as const;
export type Needed = (typeof NEEDED_TO_OPEN)[number];

export interface Opening {
  readonly settings: Pick<Settings, 'seller' | 'bank'>;
  readonly payments: readonly PaymentMethodName[];
  /** A perfume with a volume can be seen. */
  readonly hasPerfumes: boolean;
}

export function missingToOpen({ settings, payments, hasPerfumes }: Opening): readonly Needed[] {
  const there: Readonly<Record<Needed, boolean>> = {
    seller: missingSellerFacts(settings.seller).length === 0,
    payments: takesMoney(payments, settings.bank),
    product: hasPerfumes,
  };
  return NEEDED_TO_OPEN.filter((name) => !there[name]);
}

/** With test payments beside it, anybody could have a bottle for nothing. */
const takesMoney = (payments: readonly PaymentMethodName[], bank: Settings['bank']): boolean =>
  !payments.includes('test') && (!payments.includes('bank') || missingForTransfers(bank).length === 0);

/** Only production can be mistaken for an open shop. */
export const isPreview = (mode: Mode, opening: Opening): boolean =>
  mode === 'production' && missingToOpen(opening).length > 0;
