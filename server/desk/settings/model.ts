import { createHash } from 'node:crypto';
import type { Settings } from '../../store/settings/model';
import type { SensitiveAct } from '../access';

export const SECTIONS = ['seller', 'bank', 'delivery', 'mail'] as const;
export type Section = (typeof SECTIONS)[number];

/** Where the money goes, who sells and who mails come from: whoever changes them shows that it is she. */
export const SENSITIVE: { readonly [S in Section]?: SensitiveAct } = {
  bank: 'account',
  seller: 'seller',
  mail: 'mail',
};

export const SECTION_FIELDS = {
  seller: ['company', 'owner', 'businessNumber', 'mailOrderNumber', 'postcode', 'address', 'phone', 'email'],
  bank: ['bank', 'account', 'holder', 'deadlineHours', 'protectionName', 'protectionUrl'],
  delivery: ['fee', 'freeFrom', 'areasWhenFree', 'cutOffHour', 'transitDays', 'transitMore', 'carrier'],
  mail: ['senderName', 'newOrders', 'alarms'],
} as const satisfies { readonly [S in Section]: readonly (keyof Settings[S])[] };

export type FieldValues = Readonly<Record<string, string>>;

export function valuesOf(section: Section, settings: Settings): FieldValues {
  const group: Readonly<Record<string, string | number>> = settings[section];
  return Object.fromEntries(SECTION_FIELDS[section].map((name) => [name, String(group[name] ?? '')]));
}

/** Changes with the section's values and with nothing else. */
export function versionOf(section: Section, settings: Settings): string {
  return createHash('sha256')
    .update(JSON.stringify(valuesOf(section, settings)))
    .digest('base64url')
    .slice(0, 16);
}

export interface MailTest {
  readonly at: Date;
  readonly recipient: string;
  readonly place: string;
  readonly error: string | null;
}
