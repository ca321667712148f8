/** RFC 9112, 3.2.1: no fragment, and ASCII, for all else is percent-encoded. HTTP/2's parser lets everything through. */
const ORIGIN_FORM = /^\/[\x21\x22\x24-\x7e]*$/;

export function isOriginForm(target: string): boolean {
  return ORIGIN_FORM.test(target);
}
