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

const translators = Object.fromEntries(LOCALES.map((locale) => [locale, createTranslate(locale)])) as Record<
  Locale,
  Translate
>;

/** Most texts take no values: they are looked up once and remembered, for they are asked for a hundred times a page. */
function createTranslate(locale: Locale): Translate {
  const fixed = instance.getFixedT(locale);
  const remembered = new Map<string, string>();
  const lookUp: Translate = (key, values) => {
    if (!instance.exists(key, { lng: locale, ...values })) throw new Error(`no ${locale} text for ${key}`);
    return fixed(key, values ?? {});
  };
  return (key, values) => {
    if (values) return lookUp(key, values);
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const text = lookUp(key);
    remembered.set(key, text);
    return text;
  };
}

export function translateTo(locale: Locale): Translate {
  return translators[locale];
}
