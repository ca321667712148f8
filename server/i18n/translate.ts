/** Texts by key, `feature:path.to.text`, from `ko/` and `en/`. One namespace a feature. */
import i18next, { type i18n } from 'i18next';
import * as ko from './texts.ko';
import * as en from './texts.en';
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

const GAP = /\{\{(\w+)\}\}/g;

/** Each text is looked up once, with its gaps open, for i18next takes about 20 µs and a page has a hundred texts. */
function createTranslate(locale: Locale): Translate {
  const plurals = new Intl.PluralRules(locale);
  const remembered = new Map<string, string>();
  const lookUp = (key: string, count: number | undefined): string => {
    const options = { lng: locale, ...(count === undefined ? {} : { count }) };
    if (!instance.exists(key, options)) throw new Error(`no ${locale} text for ${key}`);
    return instance.t(key, { ...options, skipInterpolation: true });
  };
  return (key, values) => {
    const count = typeof values?.['count'] === 'number' ? values['count'] : undefined;
    const place = count === undefined ? key : `${key} ${plurals.select(count)}`;
    let text = remembered.get(place);
    if (text === undefined) remembered.set(place, (text = lookUp(key, count)));
    return values ? text.replace(GAP, (gap, name: string) => String(values[name] ?? gap)) : text;
  };
}

export function translateTo(locale: Locale): Translate {
  return translators[locale];
}
