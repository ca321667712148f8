// Which cross-origin calls a browser may make to the API on `app.`. The edge puts the same headers on its own errors: a
// page's script must be able to read a 503 as a 503, not as a failed CORS check.

export interface CorsRequest {
  readonly method: string;
  readonly origin: string | null;
  readonly requestMethod: string | null;
  readonly requestHeaders: string | null;
}

/** How long a browser may remember a preflight; Chromium caps it at two hours. */
const PREFLIGHT_MAX_AGE_S = 7200;
const ALLOWED_METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const ALLOWED_HEADERS: readonly string[] = ['content-type', 'idempotency-key', 'x-csrf-token'];
const EXPOSED_HEADERS: readonly string[] = ['retry-after', 'x-request-id'];

/** True for the paths a script of the apex may call on `app.`; everything else there is the desk, same-origin only. */
export function isApiPath(pathname: string): boolean {
  return pathname.startsWith('/api/');
}

/** A preflight is answered 204 for every origin; without the allowing headers the browser goes no further. */
export function isPreflight(request: CorsRequest): boolean {
  return request.method === 'OPTIONS' && request.origin !== null && request.requestMethod !== null;
}

function allowsPreflight(request: CorsRequest): boolean {
  const headers = (request.requestHeaders ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  return (
    ALLOWED_METHODS.includes(request.requestMethod ?? '') && headers.every((name) => ALLOWED_HEADERS.includes(name))
  );
}

/** `vary` is there also without an Origin: a cache must not hand one origin's answer to another. */
export function corsHeaders(request: CorsRequest, apexOrigin: string): Record<string, string> {
  const headers: Record<string, string> = { vary: 'Origin' };
  if (request.origin !== apexOrigin) return headers;
  const preflight = isPreflight(request);
  if (preflight && !allowsPreflight(request)) return headers;
  headers['access-control-allow-origin'] = apexOrigin;
  headers['access-control-allow-credentials'] = 'true';
  if (preflight) {
    headers['access-control-allow-methods'] = ALLOWED_METHODS.join(', ');
    headers['access-control-allow-headers'] = ALLOWED_HEADERS.join(', ');
    headers['access-control-max-age'] = String(PREFLIGHT_MAX_AGE_S);
  } else {
    headers['access-control-expose-headers'] = EXPOSED_HEADERS.join(', ');
  }
  return headers;
}
