/** What fields are called in forms, in the change log and where two people's changes are compared. */
import type { Locale } from '../../i18n/locale';
import { ACCORD_SLUGS, ACCORDS, type AccordSlug } from '../../scent/accords';
import { PERFUME_FIELDS, VARIANT_FIELDS, type Field } from './fields';
import { weight, type Saying } from './values';

export const accordField = (slug: AccordSlug): `accord_${AccordSlug}` => `accord_${slug}`;

/** `TST-AFTER-RAIN-050.price`: of one variant, named by what it was called before. */
export const variantField = <Name extends string>(sku: string, name: Name): `${string}.${Name}` => `${sku}.${name}`;

export function partsOfField(name: string): { readonly sku: string | null; readonly own: string } {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? { sku: null, own: name } : { sku: name.slice(0, dot), own: name.slice(dot + 1) };
}

interface NamedField {
  readonly label: string;
  /** @returns null for nothing, and for what is none of its values */
  say(value: unknown, saying: Saying): string | null;
}

/** @returns null for what is no field of a perfume's */
export function fieldNamed(name: string, locale: Locale): NamedField | null {
  const accord = ACCORD_SLUGS.find((slug) => name === accordField(slug));
  if (accord) return named({ type: weight }, `${PERFUME_FIELDS.accords.label[locale]} · ${ACCORDS[accord][locale]}`);
  const { sku, own } = partsOfField(name);
  const fields: Readonly<Record<string, Field<unknown>>> = sku === null ? ALONE : VARIANT_FIELDS;
  const field = Object.hasOwn(fields, own) ? fields[own] : undefined;
  return field ? named(field, [...(sku === null ? [] : [sku]), field.label[locale]].join(' · ')) : null;
}

/** Of the two that are called `archived`, it is the perfume's own. */
const ALONE = { ...VARIANT_FIELDS, ...PERFUME_FIELDS };

type Typed = Pick<Field<unknown>, 'type'>;

const named = (field: Typed, label: string): NamedField => ({
  label,
  say: (value, saying) => sayOf(field, value, saying),
});

/** @returns null for nothing, and for what is none of its values */
export const sayOf = ({ type }: Typed, value: unknown, saying: Saying): string | null =>
  value === null || value === '' ? null : type.say(value, saying);
