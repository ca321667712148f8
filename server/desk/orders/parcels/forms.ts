import type { Parcel } from '../../../store/orders';
import { readOrderNumber } from '../../../store/orders/service';
import { checkParcel, MOST_AT_ONCE, readCarrier, type ParcelFault } from '../forms';

export interface TypedParcel {
  readonly number: string;
  readonly tracking: string;
}

export function readNumbers(given: unknown): string[] {
  const typed = [given].flat().filter((one): one is string => typeof one === 'string');
  const numbers = typed.map(readOrderNumber).filter((number) => number !== null);
  return [...new Set(numbers)].slice(0, MOST_AT_ONCE);
}

export type PasteProblem =
  | { readonly code: 'paste-count'; readonly numbers: number; readonly orders: number }
  | { readonly code: 'paste-unknown'; readonly line: string };

const ORDER_NUMBER = /\bEA-[0-9A-Z]{10}\b/i;

/** Tracking numbers in the order of the page, or lines in which each stands beside its order's number. */
export function fillIn(
  parcels: readonly TypedParcel[],
  paste: string,
): { readonly parcels: readonly TypedParcel[] } | { readonly problem: PasteProblem } {
  const lines = paste
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const named = lines.some((line) => ORDER_NUMBER.test(line));
  if (!named) {
    if (lines.length !== parcels.length) {
      return { problem: { code: 'paste-count', numbers: lines.length, orders: parcels.length } };
    }
    return { parcels: parcels.map(({ number }, at) => ({ number, tracking: lines[at] ?? '' })) };
  }
  const known = new Map(parcels.map(({ number, tracking }) => [number, tracking]));
  for (const line of lines) {
    const found = ORDER_NUMBER.exec(line)?.[0];
    const number = found && readOrderNumber(found);
    // A line without one is the column's heading.
    if (!found || !number) continue;
    if (!known.has(number)) return { problem: { code: 'paste-unknown', line: line.slice(0, 60) } };
    known.set(number, line.replace(found, '').replaceAll(/[\s,;|"]+/g, ''));
  }
  return { parcels: [...known].map(([number, tracking]) => ({ number, tracking })) };
}

export type CheckedParcels =
  | { readonly value: readonly { readonly number: string; readonly parcel: Parcel }[] }
  | { readonly carrier: ParcelFault | null; readonly tracking: ReadonlyMap<string, ParcelFault> };

export function checkParcels(carrierName: string, parcels: readonly TypedParcel[]): CheckedParcels {
  const carrier = readCarrier(carrierName);
  const wrong = new Map<string, ParcelFault>();
  const value = parcels.flatMap(({ number, tracking }) => {
    const checked = checkParcel(carrier, tracking);
    if ('value' in checked) return [{ number, parcel: checked.value }];
    if (checked.errors['tracking']) wrong.set(number, checked.errors['tracking']);
    return [];
  });
  return carrier && wrong.size === 0 ? { value } : { carrier: carrier ? null : 'carrier', tracking: wrong };
}
