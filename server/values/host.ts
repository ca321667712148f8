import { isIPv6 } from 'node:net';
import { shaped } from './text';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const NAME = new RegExp(`^(?=.{1,253}$)(?:${LABEL}\\.)*${LABEL}$`);

/** A server's name or address, as it stands in a URL: `smtp.example.com`, `127.0.0.1`, `[::1]`; with no port. */
export const host = shaped('host', (plain) => {
  const name = plain.toLowerCase();
  return NAME.test(name) || (/^\[.*\]$/.test(name) && isIPv6(name.slice(1, -1))) ? name : null;
});
