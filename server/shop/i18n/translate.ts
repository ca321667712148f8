/** Texts by key, `feature:path.to.text`, from `ko/` and `en/`. One namespace a feature. */
import i18next, { type i18n } from 'i18next';
import * as ko from './ko';
import * as en from './en';
import { LOCALES, type Locale } from './locale';

/** @throws for a key that has no text: a missing text is a defect, not something to show a shopper */
export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

const instance: i18n = i18next.createInstance();
void instance.init({
  resources: { ko, en },
  lng: 'ko',
  fallbackLng: false,
  ns: Object.keys(ko),
  initAsync: false,
  // Views escape at output, and plain-text mails need none.
  interpolation: { escapeValue: false },
  returnObjects: false,
  showSupportNotice: false,
});

const translators = Object.fromEntries(
  LOCALES.map((locale) => {
    const fixed = instance.getFixedT(locale);
    const translate: Translate = (key, values) => {
      const text = fixed(key, values ?? {});
      if (!instance.exists(key, { lng: locale, ...values })) throw new Error(`no ${locale} text for ${key}`);
      return text;
    };
    return [locale, translate];
  }),
) as Record<Locale, Translate>;

export function translateTo(locale: Locale): Translate {
  return translators[locale];
}
