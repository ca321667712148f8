/** The shop's languages: Korean at the root, English below `/en`. */
export const LOCALES = ['ko', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** `/cart` → `/cart` or `/en/cart`. Takes a path that begins with a slash, a query may follow. */
export function localPath(locale: Locale, path: string): string {
  if (locale === 'ko') return path;
  return path === '/' ? '/en' : `/en${path}`;
}

/** The same page in the other language. */
export function otherLocale(locale: Locale): Locale {
  return locale === 'ko' ? 'en' : 'ko';
}
