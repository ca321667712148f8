export { isPreview, missingToOpen, type Needed } from './opening';
export { hasRightCheckDigit } from './business-number';
export { SETTING_PARSERS, type SectionValues } from './values';
