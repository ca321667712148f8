import { LOCALES, localPath } from '../../i18n/locale';

/** The first step of every route that isn't public. They carry `noindex` too: this only saves the visits. */
export const PRIVATE_PATHS: readonly string[] = ['/account', '/cart', '/checkout', '/orders', '/pay'];

export function robotsText(origin: string, preview: boolean): string {
  const paths = LOCALES.flatMap((locale) => PRIVATE_PATHS.map((path) => localPath(locale, path)));
  const lines = ['User-agent: *', ...['/api/', ...paths].map((path) => `Disallow: ${path}`)];
  // A preview may be fetched, because only then is its "noindex" read; but nobody is invited.
  if (!preview) lines.push('', `Sitemap: ${origin}/sitemap.xml`);
  return `${lines.join('\n')}\n`;
}

/** Each page in each language, and each of these names the others. Paths are ours and need no escaping. */
export function siteMap(origin: string, paths: readonly string[]): string {
  const urls = paths.flatMap((path) => {
    const alternates = LOCALES.map((locale) => alternate(locale, origin + localPath(locale, path)));
    const same = [...alternates, alternate('x-default', origin + localPath('ko', path))].join('');
    return LOCALES.map((locale) => `<url><loc>${origin}${localPath(locale, path)}</loc>${same}</url>`);
  });
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n' +
    `${urls.join('\n')}\n</urlset>\n`
  );
}

const alternate = (language: string, href: string): string =>
  `<xhtml:link rel="alternate" hreflang="${language}" href="${href}"/>`;
