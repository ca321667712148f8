/** What the registry says of a domain: RDAP (RFC 9082, 9083), whose servers IANA lists by top-level domain (RFC 9224). */
import { get } from 'node:https';
import { rootCertificates } from 'node:tls';
import { z } from 'zod';
import type { Registration } from '../health/facts/registrar';
import type { Reach } from './context';
import { canonicalName, climb } from './dns/records';

const MAX_BYTES = 1024 ** 2;
const MAX_REDIRECTS = 3;

const bootstrap = z.object({ services: z.array(z.tuple([z.array(z.string()), z.array(z.string())])) });
const entity = z.object({ roles: z.array(z.string()).default([]), vcardArray: z.array(z.unknown()).default([]) });
const domainObject = z.object({
  status: z.array(z.string()).default([]),
  events: z.array(z.object({ eventAction: z.string(), eventDate: z.string() })).default([]),
  nameservers: z.array(z.object({ ldhName: z.string().optional() })).default([]),
  entities: z.array(entity).default([]),
});

/** @throws Error where the registry has no RDAP server or it doesn't answer */
export async function lookUpRegistration(domain: string, reach: Reach, signal: AbortSignal): Promise<Registration> {
  const listed = await getJson(reach.rdapBootstrapUrl, reach, signal);
  const server = serverFor(domain, bootstrap.parse(listed?.body).services);
  if (server === null) throw new Error(`the registry of .${climb(domain).at(-1) ?? domain} has no RDAP server`);
  const found = await getJson(new URL(`domain/${domain}`, server).href, reach, signal);
  const known = domainObject.parse(found?.body ?? {});
  const expiry = known.events.find(({ eventAction }) => eventAction === 'expiration')?.eventDate;
  const expiresAt = new Date(expiry ?? NaN);
  return {
    ...{ domain, server, isRegistered: found !== null },
    statuses: known.status.map(eppStatusOf),
    expiresAt: Number.isNaN(expiresAt.getTime()) ? null : expiresAt,
    nameServers: known.nameservers
      .flatMap(({ ldhName }) => (ldhName === undefined ? [] : [canonicalName(ldhName)]))
      .sort(),
    registrar: registrarOf(known.entities),
  };
}

/** The longest name that it is below, and of its servers one by HTTPS. */
function serverFor(
  domain: string,
  services: readonly (readonly [readonly string[], readonly string[]])[],
): string | null {
  for (const zone of climb(domain)) {
    const [, servers] = services.find(([zones]) => zones.some((one) => one.toLowerCase() === zone)) ?? [];
    const server = servers?.find((url) => url.startsWith('https:'));
    if (server !== undefined) return server.endsWith('/') ? server : `${server}/`;
  }
  return null;
}

/** `client hold` → `clientHold`: RFC 8056 writes the words of EPP apart. */
const eppStatusOf = (status: string): string =>
  status.toLowerCase().replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());

function registrarOf(entities: readonly z.infer<typeof entity>[]): string | null {
  const [, card] = entities.find(({ roles }) => roles.includes('registrar'))?.vcardArray ?? [];
  // jCard (RFC 7095): a list of [name, parameters, type, value].
  const fields = Array.isArray(card) ? (card as unknown[]) : [];
  const field = fields.find((one): one is unknown[] => Array.isArray(one) && one[0] === 'fn');
  return typeof field?.[3] === 'string' ? field[3] : null;
}

interface Json {
  readonly body: unknown;
}

/** @returns null where it isn't there (404) */
async function getJson(url: string, reach: Reach, signal: AbortSignal, redirects = 0): Promise<Json | null> {
  const { host } = new URL(url);
  const { status, location, text } = await request(url, reach, signal);
  if (status >= 300 && status < 400 && location !== null && redirects < MAX_REDIRECTS)
    return getJson(new URL(location, url).href, reach, signal, redirects + 1);
  if (status === 404) return null;
  if (status !== 200) throw new Error(`${host} answers ${status}`);
  try {
    return { body: JSON.parse(text) as unknown };
  } catch {
    throw new Error(`${host} answers with something other than JSON`);
  }
}

interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
}

function request(url: string, { extraRoots }: Reach, signal: AbortSignal): Promise<Answer> {
  const headers = { Accept: 'application/rdap+json, application/json' };
  return new Promise((resolve, reject) => {
    const asked = get(url, { signal, headers, agent: false, ca: [...rootCertificates, ...extraRoots] }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MAX_BYTES) response.destroy(new Error(`${new URL(url).host} answers without an end`));
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? null, text }),
      );
    });
    asked.on('error', reject);
  });
}
