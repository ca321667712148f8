/** The shop's languages: Korean at the root, English below `/en`. */
export const LOCALES = ['ko', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** `/cart` → `/cart` or `/en/cart`. A query may follow. */
export function localPath(locale: Locale, path: string): string {
  if (locale === 'ko') return path;
  return path === '/' ? '/en' : `/en${path}`;
}

/** A path of ours, of whichever language, in that one. */
export function inLocale(locale: Locale, path: string): string {
  const [, rest = ''] = /^\/en([/?].*)?$/.exec(path) ?? [path, path];
  return localPath(locale, rest.startsWith('/') ? rest : `/${rest}`);
}

export const otherLocale = (locale: Locale): Locale => (locale === 'ko' ? 'en' : 'ko');
