/** Every setting has a default here; the database keeps what differs. */
import { z } from 'zod';
import { type Carrier, COURIERS } from '../carriers/model';

const line = z.string().trim().max(200);

/** What Korean law asks a shop to show (전자상거래법 제10조). Blank until the owner fills it in. */
export const sellerSchema = z.object({
  company: line.default(''),
  owner: line.default(''),
  address: line.default(''),
  /** Of the address; five digits. */
  postcode: line.default(''),
  phone: line.default(''),
  email: line.default(''),
  businessNumber: line.default(''),
  /** 통신판매업 신고번호. */
  mailOrderNumber: line.default(''),
});
export type Seller = z.infer<typeof sellerSchema>;

export const bankSchema = z.object({
  bank: line.default(''),
  account: line.default(''),
  holder: line.default(''),
  /** Hours until an unpaid bank transfer order is closed. */
  deadlineHours: z
    .number()
    .int()
    .min(1)
    .max(24 * 14)
    .default(72),
  /** 구매안전서비스: who keeps a buyer's money safe until she has her goods, and the page that proves it. */
  protectionName: line.default(''),
  protectionUrl: line.default(''),
});
export type BankAccount = z.infer<typeof bankSchema>;
/** Where a buyer's money goes. */
export type TransferAccount = Pick<BankAccount, 'bank' | 'account' | 'holder'>;
export const accountOf = ({ bank, account, holder }: BankAccount): TransferAccount => ({ bank, account, holder });

export const AREAS_WHEN_FREE = ['charged', 'free'] as const;

export const deliverySchema = z.object({
  /** Whole won. */
  fee: z.number().int().min(0).default(3000),
  /** Goods worth at least this much, in whole won, travel free. */
  freeFrom: z.number().int().min(0).default(50000),
  /** Whom the shop sends with unless somebody says otherwise. One that this release doesn't know counts as none. */
  carrier: z
    .enum<['', ...Carrier[]]>(['', ...COURIERS])
    .catch('')
    .default(''),
  /** What becomes of an area's fee when goods travel free. */
  areasWhenFree: z.enum(AREAS_WHEN_FREE).default('charged'),
  /** In Korea: what is paid before it is sent on the same working day. */
  cutOffHour: z.number().int().min(1).max(23).default(14),
  /** Working days on the road, and how many more it may take. */
  transitDays: z.number().int().min(1).max(30).default(1),
  transitMore: z.number().int().min(0).max(30).default(1),
});

export const mailSchema = z.object({
  /** Whom mails come from, by name. */
  senderName: line.default('Essence Aura'),
  /** Who is told of new orders and of what buyers ask; empty: whom the machine was set up for. */
  newOrders: line.default(''),
  /** Who is told of the machine's troubles; empty: the same. */
  alarms: line.default(''),
});
/** @param ownerEmail the machine's own @returns null: nobody is told */
export const toldOf = (what: 'newOrders' | 'alarms', { mail }: Pick<Settings, 'mail'>, ownerEmail: string | null) =>
  mail[what] || ownerEmail;

export const settingsSchema = z.object({
  seller: sellerSchema,
  bank: bankSchema,
  delivery: deliverySchema,
  mail: mailSchema,
});
export type Settings = z.infer<typeof settingsSchema>;

/** What the law wants known of a seller; nothing of it may be blank in an open shop. */
export const SELLER_FACTS = [
  'company',
  'owner',
  'businessNumber',
  'mailOrderNumber',
  'address',
  'phone',
  'email',
] as const satisfies readonly (keyof Seller)[];

export const missingSellerFacts = (seller: Seller) => SELLER_FACTS.filter((name) => seller[name].trim() === '');

export interface Protection {
  readonly name: string;
  readonly url: string;
}

/** null while either is missing: shoppers are told of none then. */
export const protectionOf = ({ protectionName: name, protectionUrl: url }: BankAccount): Protection | null =>
  name.trim() === '' || url.trim() === '' ? null : { name, url };

/** The law lets nobody take money before the goods without a protection service (전자상거래법 제24조). */
export const NEEDED_FOR_TRANSFERS = [
  'bank',
  'account',
  'holder',
  'protectionName',
  'protectionUrl',
] as const satisfies readonly (keyof BankAccount)[];

export const missingForTransfers = (bank: BankAccount) =>
  NEEDED_FOR_TRANSFERS.filter((name) => bank[name].trim() === '');
