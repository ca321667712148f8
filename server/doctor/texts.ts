import { createTranslations, type Translate } from '../i18n/translate';
import * as en from './texts.en';
import * as ko from './texts.ko';

export const DOCTOR_TEXTS = { ko, en };

export type DoctorText = Translate<typeof ko>;

export const translateTo = createTranslations(DOCTOR_TEXTS);
