/** Paths that the edge answers itself: what they say is in probes.ts. */
export const isProbe = (path: string): boolean => path === '/healthz' || path === '/readyz';

/** For whatever name, or none, over HTTP and HTTPS. */
export const isHealthCheck = (path: string): boolean => path === '/health';

/** For this machine only, however it is written: Express ignores case, and a more generous reader shall find nothing. */
const UNUSUAL = /%|\\|\/\/|\/\./;
const INTERNAL = /^\/internal(?:\/|$)/i;

const decodeOnce = (path: string): string =>
  path.replaceAll(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Decoded twice, as two generous hops would. */
function plainly(path: string): string {
  const decoded = decodeOnce(decodeOnce(path)).replaceAll(/[/\\]+/g, '/');
  return new URL(`file://${decoded}`).pathname;
}

export function isInternalPath(path: string): boolean {
  if (INTERNAL.test(path)) return true;
  return UNUSUAL.test(path) && INTERNAL.test(plainly(path));
}
