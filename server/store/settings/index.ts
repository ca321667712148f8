/** What others may use of settings beside their service: what a shop needs before it is open. */
export { isPreview, missingToOpen, type Needed } from './opening';
export { hasRightCheckDigit } from './business-number';
export { SETTING_PARSERS, type SectionValues } from './values';
