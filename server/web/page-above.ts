/**
 * Where a form's address leads whoever opens it, as by reloading or by its language link: the nearest page above it.
 * @param pattern as it is registered: `/admin/orders/:number/ship`; the path fits it
 */
export function pageAbove(path: string, pattern: string, pages: ReadonlySet<string>): string | null {
  const parts = pattern.split('/');
  for (let most = parts.length; most > 1; most--) {
    if (pages.has(parts.slice(0, most).join('/'))) return path.split('/').slice(0, most).join('/');
  }
  return null;
}
