/** What others may use of how perfumes are written: the table of fields, and what reads one value. */
export {
  HIGHEST_PRICE,
  HIGHEST_STOCK,
  PERFUME_ABSENT,
  PERFUME_FIELDS,
  TEXT_FIELD_NAMES,
  TEXT_NAMES,
  TEXTS,
  VARIANT_ABSENT,
  VARIANT_FIELDS,
  entriesOf,
  labelsIn,
  textsOf,
  type Field,
  type Text,
  type TextField,
} from './fields';
export { createNames } from './names';
export { MAX_SLUG_LENGTH, SLUG, suggestSku, suggestSlug } from './slug';
export { sorted, ValueError, weight } from './values';
