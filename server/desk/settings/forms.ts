import { z } from 'zod';
import { SETTING_PARSERS } from '../../store/settings';
import { readAll, type Parser, type ValueError } from '../../values/reading';
import { readForm } from '../../web/forms';
import { SECTION_FIELDS, type FieldValues, type Section } from './model';

export type FieldErrors = Readonly<Partial<Record<string, ValueError>>>;
export type Values = Readonly<Record<string, string | number>>;

export interface SectionForm {
  readonly version: string;
  readonly typed: FieldValues;
}
export type Checked = { readonly values: Values } | { readonly errors: FieldErrors };

const LONGEST = 2_000;

export function readSection(section: Section, form: Readonly<Record<string, unknown>>): SectionForm {
  const field = z.string().max(LONGEST);
  const fields = Object.fromEntries(SECTION_FIELDS[section].map((name) => [name, field]));
  const { version, ...typed } = readForm(z.strictObject({ version: z.string().max(40), ...fields }), form);
  return { version, typed };
}

export function checkSection(section: Section, typed: FieldValues): Checked {
  const read = readAll<Readonly<Record<string, Parser<string | number>>>>(SETTING_PARSERS[section], typed);
  return 'value' in read ? { values: read.value } : { errors: read.faults };
}
