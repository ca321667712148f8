/** What of delivery is a list: where it costs more, on which days nothing leaves. */
import type { Area, Holiday, Pause } from '../../../store/delivery/model';

export const KINDS = ['pauses', 'areas', 'holidays'] as const;
export type Kind = (typeof KINDS)[number];

export interface Entries {
  readonly areas: Area;
  readonly holidays: Holiday;
  readonly pauses: Pause;
}
export type Entry = Entries[Kind];
export type Content<K extends Kind> = Omit<Entries[K], 'id'>;

export const ENTRY_FIELDS = {
  pauses: ['fromDay', 'untilDay', 'wordsKo', 'wordsEn'],
  areas: ['nameKo', 'nameEn', 'postcodeFrom', 'postcodeUntil', 'fee', 'extraDays'],
  holidays: ['day', 'name'],
} as const satisfies { readonly [K in Kind]: readonly (keyof Content<K>)[] };
export type EntryField = (typeof ENTRY_FIELDS)[Kind][number];

export type TypedEntry = Readonly<Record<string, string>>;

export const PAGE = '/admin/settings/delivery';
