/**
 * Loaded before a program's own code: the roots of the laboratory's authorities are those that Node brings, as the roots of
 * public authorities are. Without it the edge would promise no HSTS, and the doctor would miss none.
 */
import { readFileSync } from 'node:fs';
import Module from 'node:module';

type Load = (request: string, ...rest: unknown[]) => unknown;
const loader = Module as unknown as { _load: Load };
const load = loader._load;
const roots = readFileSync(String(process.env['PUBLIC_ROOTS']), 'utf8').match(
  /-----BEGIN[^]*?-----END CERTIFICATE-----\n/g,
);

loader._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request !== 'node:tls') return loaded;
  return Object.create(loaded as object, { rootCertificates: { value: roots, enumerable: true } }) as unknown;
};
