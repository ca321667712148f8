/** Texts by key, `feature:path.to.text`. Each wing hands in its own, one namespace a feature. */
import i18next from 'i18next';
import { LOCALES, type Locale } from './locale';

/** @throws for a key that has no text: a missing text is a defect, not something to show a shopper */
export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

export interface Texts {
  readonly [key: string]: string | Texts;
}

/** By namespace. */
export type Namespaces = Readonly<Record<string, Texts>>;

const GAP = /\{\{(\w+)\}\}/g;

/**
 * @param texts of every wing that shows up on the same pages
 * @throws for a namespace that two of them have
 */
export function createTranslations(
  ...texts: readonly Readonly<Record<Locale, Namespaces>>[]
): (locale: Locale) => Translate {
  const resources = { ko: merged(texts.map(({ ko }) => ko)), en: merged(texts.map(({ en }) => en)) };
  const instance = i18next.createInstance();
  void instance.init({
    resources,
    lng: 'ko',
    fallbackLng: false,
    ns: Object.keys(resources.ko),
    initAsync: false,
    // Views escape at output, and plain-text mails need none.
    interpolation: { escapeValue: false },
    returnObjects: false,
    showSupportNotice: false,
  });

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

  const translators = new Map(LOCALES.map((locale) => [locale, createTranslate(locale)]));
  return (locale) => {
    const translate = translators.get(locale);
    if (!translate) throw new Error(`${locale} is no language of the shop`);
    return translate;
  };
}

function merged(all: readonly Namespaces[]): Record<string, Texts> {
  const names = all.flatMap((namespaces) => Object.keys(namespaces));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two wings have texts named ${twice}`);
  return Object.assign({}, ...all) as Record<string, Texts>;
}
