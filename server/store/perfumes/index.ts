export {
  HIGHEST_PLACE,
  HIGHEST_PRICE,
  HIGHEST_STOCK,
  MOST_ML,
  PERFUME_ABSENT,
  PERFUME_FIELDS,
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
export { createNames } from './names';
export { SLUG, suggestSku, suggestSlug } from './slug';
export { koreanTime, readKoreanTime, slugOf, sorted, weight } from './values';
