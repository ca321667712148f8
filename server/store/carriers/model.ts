/** Addresses are the carriers' own public pages. Coupang carries what is sold on Coupang only. */
import { asCode } from '../../values/text';

export interface CarrierFacts {
  /** null: there is no page that a number opens. */
  readonly tracking: string | null;
  /** What a number may be, without blanks and hyphens. null: there is none. */
  readonly number: RegExp | null;
  readonly example: string;
}

export const CARRIERS = {
  cj: {
    tracking: 'https://trace.cjlogistics.com/next/tracking.html?wblNo={number}',
    number: /^\d{10}(\d{2})?$/,
    example: '123456789012',
  },
  epost: {
    tracking: 'https://service.epost.go.kr/trace.RetrieveDomRigiTraceList.comm?sid1={number}',
    number: /^\d{13}$/,
    example: '1234567890123',
  },
  hanjin: {
    tracking: 'https://www.hanjin.com/kor/CMS/DeliveryMgr/WaybillResult.do?mCode=MN038&schLang=KR&wblnumText2={number}',
    number: /^\d{10}(\d{2}|\d{4})?$/,
    example: '123456789012',
  },
  lotte: {
    tracking: 'https://www.lotteglogis.com/home/reservation/tracking/linkView?InvNo={number}',
    number: /^\d{10}(\d{2,3})?$/,
    example: '123456789012',
  },
  logen: {
    tracking: 'https://www.ilogen.com/web/personal/trace/{number}',
    number: /^\d{10,11}$/,
    example: '12345678901',
  },
  /** Any other; its number is shown as it is. */
  other: { tracking: null, number: /^[0-9A-Z]{4,30}$/, example: 'AB123456789KR' },
  /** Fetched at the shop, or brought by hand. */
  pickup: { tracking: null, number: null, example: '' },
} as const satisfies Readonly<Record<string, CarrierFacts>>;

export type Carrier = keyof typeof CARRIERS;
export const CARRIER_NAMES = Object.keys(CARRIERS) as readonly Carrier[];
/** Whom one day's parcels can all go with. What is handed over goes with nobody. */
export const COURIERS = CARRIER_NAMES.filter((name) => name !== 'pickup');

/** As typed or pasted, `6012-3456-7890`, to how it is kept; null when it can't be a number of this carrier. */
export function readTrackingNumber(carrier: Carrier, typed: string): string | null {
  const { number }: CarrierFacts = CARRIERS[carrier];
  const plain = asCode(typed).replaceAll(/[\s-]/g, '').toUpperCase();
  return number?.test(plain) ? plain : null;
}

export function trackingLink(carrier: Carrier | null, number: string | null): string | null {
  if (carrier === null || number === null) return null;
  return CARRIERS[carrier].tracking?.replace('{number}', encodeURIComponent(number)) ?? null;
}
