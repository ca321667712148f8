/** What isn't the shop's: the registry that tells of the domain (RDAP, RFC 9083), and another machine's web server. */
import { type createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { KeyAndCertificate } from '../../../server/certificates/issue';
import { DOMAIN, RDAP_HOST, SERVERS } from './places';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface Registration {
  readonly status: readonly string[];
  readonly expiresInDays: number;
  /** false: nobody has it. */
  readonly exists: boolean;
}

export interface Registry {
  readonly bootstrapUrl: string;
  registration: Registration;
  readonly close: () => Promise<void>;
}

export const REGISTERED: Registration = {
  status: ['client transfer prohibited'],
  expiresInDays: 300,
  exists: true,
};

export const listen = async (
  server: ReturnType<typeof createHttpServer> | ReturnType<typeof createHttpsServer>,
  port: number,
  address: string,
): Promise<() => Promise<void>> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
};

export async function startRegistry(pair: KeyAndCertificate): Promise<Registry> {
  const origin = `https://${RDAP_HOST}`;
  const registry = { registration: REGISTERED };
  const answer: RequestListener = (request, response) => {
    const say = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/rdap+json' }).end(JSON.stringify(body));
    if (request.url === '/dns.json')
      return say(200, {
        version: '1.0',
        publication: '2026-01-01T00:00:00Z',
        services: [[['com'], [`${origin}/com/`]]],
      });
    if (request.url !== `/com/domain/${DOMAIN}` || !registry.registration.exists)
      return say(404, { rdapConformance: ['rdap_level_0'], errorCode: 404, title: 'not found' });
    const { status, expiresInDays } = registry.registration;
    const at = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
    say(200, {
      rdapConformance: ['rdap_level_0'],
      objectClassName: 'domain',
      ldhName: DOMAIN,
      status,
      nameservers: ['ns1', 'ns2'].map((name) => ({
        objectClassName: 'nameserver',
        ldhName: `${name}.names-of-shops.com`,
      })),
      secureDNS: { delegationSigned: true },
      events: [
        { eventAction: 'registration', eventDate: at(-400) },
        { eventAction: 'expiration', eventDate: at(expiresInDays) },
      ],
    });
  };
  const close = await listen(createHttpsServer({ key: pair.key, cert: pair.chain }, answer), 443, SERVERS.rdap);
  return Object.assign(registry, { bootstrapUrl: `${origin}/dns.json`, close });
}
