/** What is left to do before the shop opens. Pure. */
import type { PaymentMethodName } from '../../config/env';
import { missingToOpen, type Needed } from '../../store/settings';
import { hasAccount, missingSellerFacts, type Settings } from '../../store/settings/model';
import { CHECKS, type Check, type ChecklistItem, type Overview } from './model';

export interface ChecklistFacts {
  readonly settings: Settings;
  readonly payments: readonly PaymentMethodName[];
  readonly overview: Pick<Overview, 'hasPerfumes' | 'deliverySaved' | 'lastMailTest'>;
  readonly mailPlace: string;
  readonly ownerEmail: string | null;
}

type Missing = ChecklistItem['missing'];

const NEEDED: Readonly<Record<Check, Needed | null>> = {
  seller: 'seller',
  bank: 'payments',
  payments: 'payments',
  product: 'product',
  delivery: null,
  mail: null,
};

export function checklistOf(facts: ChecklistFacts): readonly ChecklistItem[] {
  return CHECKS.map((check) => {
    const missing = MISSING[check](facts);
    return { check, missing, done: missing.length === 0, needed: NEEDED[check] !== null };
  });
}

/** The same answer as the storefront's own, by the same rule. */
export const isOpen = ({ settings, payments, overview }: ChecklistFacts): boolean =>
  missingToOpen({ settings, payments, hasPerfumes: overview.hasPerfumes }).length === 0;

const MISSING: Readonly<Record<Check, (facts: ChecklistFacts) => Missing>> = {
  seller: ({ settings }) => missingSellerFacts(settings.seller).map((name) => ({ code: `field.${name}` })),
  bank: ({ settings, payments }) => {
    if (!payments.includes('bank') || hasAccount(settings.bank)) return [];
    return (['bank', 'account', 'holder'] as const)
      .filter((name) => settings.bank[name].trim() === '')
      .map((name) => ({ code: `field.${name}` }));
  },
  delivery: ({ overview }) => (overview.deliverySaved ? [] : [{ code: 'delivery' }]),
  mail: mailMissing,
  payments: ({ payments }) => (payments.includes('test') ? [{ code: 'testPayments' }] : []),
  product: ({ overview }) => (overview.hasPerfumes ? [] : [{ code: 'product' }]),
};

function mailMissing({ overview: { lastMailTest: last }, mailPlace, ownerEmail }: ChecklistFacts): Missing {
  const missing: { code: string; values?: Record<string, string> }[] = [];
  if (mailPlace.startsWith('file:')) missing.push({ code: 'mailFiles' });
  if (ownerEmail === null) missing.push({ code: 'ownerEmail' });
  if (!last || last.place !== mailPlace) missing.push({ code: 'mailTest' });
  else if (last.error !== null) missing.push({ code: 'mailFailed', values: { reason: last.error } });
  return missing;
}
