import { z } from 'zod';
import { BOTTLE_CAPS, BOTTLE_SHAPES } from '../../../scent/bottles';
import { MAX_SLUG_LENGTH, SLUG, suggestSlug } from '../../../store/perfumes';
import { readForm } from '../../../web/forms';
import { lines } from '../editor/forms';
import { problem, wholeNumber, type Problems } from '../editor/validate';
import type { HouseContent, HouseRow } from './queries';

const shape = z.strictObject({
  name_ko: lines,
  name_en: lines,
  story_ko: lines,
  story_en: lines,
  slug: lines,
  bottle: lines,
  cap: lines,
  position: lines,
});

export type TypedHouse = Readonly<Record<keyof HouseContent, string>>;

export const EMPTY_HOUSE: TypedHouse = {
  name_ko: '',
  name_en: '',
  story_ko: '',
  story_en: '',
  slug: '',
  bottle: 'cylinder',
  cap: 'black',
  position: '',
};

export const typedHouse = (house: HouseRow): TypedHouse =>
  Object.fromEntries(
    Object.keys(EMPTY_HOUSE).map((name) => [name, String(house[name as keyof HouseContent])]),
  ) as TypedHouse;

export const readHouseForm = (form: Readonly<Record<string, unknown>>): TypedHouse => readForm(shape, form);

const LONGEST_NAME = 60;
const LONGEST_STORY = 3_000;
/** Where the form of a new house is: one that were called so could not be reached. */
const FORM_OF_NEW = 'new';

export type HouseReading =
  { readonly ok: true; readonly house: HouseContent } | { readonly ok: false; readonly problems: Problems };

/** @param slug of a house that is there already: it keeps it */
export function readHouse(typed: TypedHouse, slug: string | null): HouseReading {
  const problems: Record<string, Problems[string]> = {};
  for (const name of ['name_ko', 'name_en'] as const) {
    if (!typed[name]) problems[name] = problem('required');
    else if (typed[name].length > LONGEST_NAME) problems[name] = problem('long', { most: LONGEST_NAME });
  }
  for (const name of ['story_ko', 'story_en'] as const) {
    if (typed[name].length > LONGEST_STORY) problems[name] = problem('long', { most: LONGEST_STORY });
  }
  const bottle = BOTTLE_SHAPES.find((one) => one === typed.bottle);
  const cap = BOTTLE_CAPS.find((one) => one === typed.cap);
  if (!bottle) problems['bottle'] = problem('choice');
  if (!cap) problems['cap'] = problem('choice');
  const address = slug ?? (typed.slug.toLowerCase() || suggestSlug(typed.name_en));
  if (slug === null) {
    if (!SLUG.test(address)) problems['slug'] = problem('slug');
    else if (address.length > MAX_SLUG_LENGTH) problems['slug'] = problem('long', { most: MAX_SLUG_LENGTH });
    else if (address === FORM_OF_NEW) problems['slug'] = problem('slug-taken');
  }
  const position = typed.position === '' ? 0 : wholeNumber(typed.position);
  if (position === null) problems['position'] = problem('whole');
  if (!bottle || !cap || position === null || Object.keys(problems).length > 0) return { ok: false, problems };
  return { ok: true, house: { ...typed, slug: address, bottle, cap, position } };
}
