/** After signing in. Anybody can write such a link: only what the URL parser finds on our origin is followed. */
const LONGEST = 1_000;

export function safeNextPath(next: unknown, apexOrigin: string): string | null {
  // What doesn't begin with a slash is relative to the page, or another site's.
  if (typeof next !== 'string' || !next.startsWith('/') || next.length > LONGEST) return null;
  const once = pathWithin(next, apexOrigin);
  // `/.//evil.example` parses into `//evil.example`, which a browser would read as another site: what we send must
  // parse into itself.
  return once !== null && pathWithin(once, apexOrigin) === once ? once : null;
}

function pathWithin(path: string, origin: string): string | null {
  if (!URL.canParse(path, origin)) return null;
  const url = new URL(path, origin);
  return url.origin === origin ? url.pathname + url.search : null;
}
