/** What the registry says of a domain: RDAP (RFC 9082, 9083), whose servers IANA lists by top-level domain (RFC 9224). */
import { z } from 'zod';
import type { Registration, RegistryServer } from '../health/facts/registrar';
import { askUrl, type Reply } from './ask';
import type { Context, Reach } from './context';
import { canonicalName, climb } from './dns/records';
import { askForTime } from './visit';

const MAX_REDIRECTS = 3;

const bootstrap = z.object({ services: z.array(z.tuple([z.array(z.string()), z.array(z.string())])) });
const entity = z.object({ roles: z.array(z.string()).default([]), vcardArray: z.array(z.unknown()).default([]) });
const domainObject = z.object({
  status: z.array(z.string()).default([]),
  events: z.array(z.object({ eventAction: z.string(), eventDate: z.string() })).default([]),
  nameservers: z.array(z.object({ ldhName: z.string().optional() })).default([]),
  entities: z.array(entity).default([]),
});

/** @throws Error where IANA doesn't answer */
export async function lookUpServer(
  domain: string,
  { reach, clock }: Pick<Context, 'reach' | 'clock'>,
  signal: AbortSignal,
): Promise<RegistryServer> {
  const { rdapBootstrapUrl: url, extraRoots: roots } = reach;
  const { reply, clock: compared } = await askForTime(url, { clock, roots, signal, headers: ACCEPTED });
  return { url: serverFor(domain, bootstrap.parse(parsed(url, reply)).services), clock: compared };
}

/** @throws Error where the registry has no RDAP server or it doesn't answer */
export async function lookUpRegistration(
  domain: string,
  { url: server }: RegistryServer,
  { reach, signal }: { readonly reach: Reach; readonly signal: AbortSignal },
): Promise<Registration> {
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

const ACCEPTED = { Accept: 'application/rdap+json, application/json' };

/** @returns null where it isn't there (404) */
async function getJson(url: string, { extraRoots: roots }: Reach, signal: AbortSignal): Promise<Json | null> {
  let at = url;
  let reply = await askUrl(at, { roots, headers: ACCEPTED }, signal);
  for (let count = 0; reply.headers.location !== undefined && count < MAX_REDIRECTS; count++) {
    at = new URL(reply.headers.location, at).href;
    reply = await askUrl(at, { roots, headers: ACCEPTED }, signal);
  }
  return reply.status === 404 ? null : { body: parsed(at, reply) };
}

function parsed(url: string, { status, body }: Pick<Reply, 'status' | 'body'>): unknown {
  const { host } = new URL(url);
  if (status !== 200) throw new Error(`${host} answers ${status}`);
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new Error(`${host} answers with something other than JSON`);
  }
}
