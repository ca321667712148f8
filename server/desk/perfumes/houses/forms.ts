import { z } from 'zod';
import { BOTTLE_CAPS, BOTTLE_SHAPES } from '../../../scent/bottles';
import { HIGHEST_PLACE, readerOf, slugOf, TEXTS } from '../../../store/perfumes';
import { choice } from '../../../values/choice';
import { whole } from '../../../values/numbers';
import { field, record } from '../editor/forms';
import { problem, readFields, slugFrom, type Problem, type Problems } from '../editor/validate';
import type { HouseContent, HouseRow } from './queries';

const NAMES = ['name_ko', 'name_en', 'story_ko', 'story_en', 'slug', 'bottle', 'cap', 'position'] as const;

export const houseForm = z.strictObject(record(NAMES, field));
export type TypedHouse = z.output<typeof houseForm>;
export const EMPTY_HOUSE: TypedHouse = { ...record(NAMES, ''), bottle: 'cylinder', cap: 'black' };

export const typedHouse = (house: HouseRow): TypedHouse =>
  Object.fromEntries(NAMES.map((name) => [name, String(house[name])])) as TypedHouse;

/** Where the form of a new house is: one that were called so could not be reached. */
const FORM_OF_NEW = 'new';

const readers = {
  name_ko: readerOf(TEXTS.name),
  name_en: readerOf(TEXTS.name),
  story_ko: readerOf(TEXTS.story),
  story_en: readerOf(TEXTS.story),
  bottle: choice(BOTTLE_SHAPES),
  cap: choice(BOTTLE_CAPS),
  position: (typed: string) => (typed === '' ? 0 : whole(-HIGHEST_PLACE, HIGHEST_PLACE)(typed)),
};

export type HouseReading =
  { readonly ok: true; readonly house: HouseContent } | { readonly ok: false; readonly problems: Problems };

/** @param slug of a house that is there already: it keeps it */
export function readHouse(typed: TypedHouse, slug: string | null): HouseReading {
  const made: Record<string, Problem> = {};
  const address = slug ?? slugFrom(typed, (field, found) => void (made[field] = found));
  const read = slug === null ? slugOf : () => slug;
  const { value, problems } = readFields({ ...readers, slug: read }, { ...typed, slug: address });
  if (slug === null && value?.slug === FORM_OF_NEW) return { ok: false, problems: { slug: problem('slug-taken') } };
  return value ? { ok: true, house: value } : { ok: false, problems: { ...problems, ...made } };
}
