/**
 * Path and query as in a request line (RFC 9112, 3.2.1): no fragment, and ASCII, for all else is percent-encoded.
 * HTTP/1.1's parser knows; that of HTTP/2 lets everything through.
 */
const ORIGIN_FORM = /^\/[\x21\x22\x24-\x7e]*$/;

export function isOriginForm(target: string): boolean {
  return ORIGIN_FORM.test(target);
}
