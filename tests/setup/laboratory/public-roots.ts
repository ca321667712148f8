/**
 * Loaded before the edge's own code: the roots of the laboratory's authority are among those that Node brings, as the roots
 * of a public authority are. Without it the edge would promise no HSTS, and rightly.
 */
import { readFileSync } from 'node:fs';
import Module from 'node:module';

type Load = (request: string, ...rest: unknown[]) => unknown;
const loader = Module as unknown as { _load: Load };
const load = loader._load;
const roots = [readFileSync(String(process.env['PUBLIC_ROOTS']), 'utf8')];

loader._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request !== 'node:tls') return loaded;
  return Object.create(loaded as object, { rootCertificates: { value: roots, enumerable: true } }) as unknown;
};
