export {
  HIGHEST_PLACE,
  HIGHEST_PRICE,
  HIGHEST_STOCK,
  MOST_ML,
  PERFUME_ABSENT,
  PERFUME_FIELDS,
  SALE,
  TEXT_NAMES,
  TEXTS,
  VARIANT_ABSENT,
  VARIANT_FIELDS,
  entriesOf,
  labelsIn,
  readerOf,
  type Field,
  type Text,
  type TextField,
} from './fields';
export { accordField, fieldNamed, partsOfField, sayOf, variantField } from './field-names';
export { createNames } from './names';
export { SLUG, suggestSku, suggestSlug } from './slug';
export { koreanTime, readKoreanTime, slugOf, sorted, weight, type Saying } from './values';
