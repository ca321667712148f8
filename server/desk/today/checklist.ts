import type { PaymentMethodName } from '../../config/env';
import { missingToOpen, type Needed } from '../../store/settings';
import {
  missingForTransfers,
  missingSellerFacts,
  protectionOf,
  toldOf,
  type Settings,
} from '../../store/settings/model';
import { CHECKS, type Check, type ChecklistItem, type Missing, type Overview } from './model';

export interface ChecklistFacts {
  readonly settings: Settings;
  readonly payments: readonly PaymentMethodName[];
  readonly overview: Pick<Overview, 'hasPerfumes' | 'deliverySaved' | 'lastMailTest'>;
  readonly mailPlace: string;
  readonly ownerEmail: string | null;
}

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

/** A shop that took transfers before the law's service was asked for has stopped to: somebody has to be told why. */
export const lacksProtection = ({ settings: { bank }, payments }: ChecklistFacts): boolean =>
  payments.includes('bank') && bank.account !== '' && protectionOf(bank) === null;

const MISSING: Readonly<Record<Check, (facts: ChecklistFacts) => readonly Missing[]>> = {
  seller: ({ settings }) => missingSellerFacts(settings.seller).map((field) => ({ field })),
  bank: ({ settings, payments }) =>
    payments.includes('bank') ? missingForTransfers(settings.bank).map((field) => ({ field })) : [],
  delivery: ({ overview }) => (overview.deliverySaved ? [] : [{ said: ['delivery'] }]),
  mail: mailMissing,
  payments: ({ payments }) => (payments.includes('test') ? [{ said: ['testPayments'] }] : []),
  product: ({ overview }) => (overview.hasPerfumes ? [] : [{ said: ['product'] }]),
};

function mailMissing(facts: ChecklistFacts): readonly Missing[] {
  const {
    overview: { lastMailTest: last },
    mailPlace,
  } = facts;
  const missing: Missing[] = [];
  if (mailPlace.startsWith('file:')) missing.push({ said: ['mailFiles'] });
  if (toldOf('newOrders', facts.settings, facts.ownerEmail) === null) missing.push({ said: ['newOrders'] });
  if (!last || last.place !== mailPlace) missing.push({ said: ['mailTest'] });
  else if (last.error !== null) missing.push({ said: ['mailFailed', { reason: last.error }] });
  return missing;
}
