/** The shop's hosted zone: Route 53's API, which checks signatures and the program's own policy, before two name servers. */
import { chmod, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { challengePolicy } from '../../../deploy/challenge-policy';
import { xmlRefusal } from '../../../deploy/rehearsal/aws/call';
import { createAccessKeys, type AccessKey } from '../../../deploy/rehearsal/aws/credentials';
import { readPolicies } from '../../../deploy/rehearsal/aws/policy';
import { RefusedError } from '../../../deploy/rehearsal/aws/refusal';
import { createHostedZone } from '../../../deploy/rehearsal/aws/route53';
import { judge } from '../../../deploy/rehearsal/aws/signature';
import type { Dns01Places } from '../../../server/certificates/dns-01';
import { startKnot, type Knot } from '../../setup/knot';
import { closeLater, listenOnLoopback } from './edge';

export const ZONE_ID = 'Z0123456789ABCDEFGHIJ';
const HOUR_MS = 60 * 60 * 1000;

export interface ShopZone {
  readonly knot: Knot;
  readonly places: Dns01Places;
  readonly changes: readonly string[];
  /** Why requests were refused. */
  readonly refused: readonly string[];
  /** Names that have a TXT record at the primary, in order. */
  txtNames(): Promise<readonly string[]>;
  /** Another key of the role that may prove names. */
  key(lifetimeMs?: number): AccessKey;
  /** Leaves one as the host's helper does. @returns the file */
  leaveCredentials(directory: string, changes?: Leaving): Promise<string>;
}

interface Leaving {
  readonly key?: AccessKey;
  readonly mode?: number;
  readonly secretAccessKey?: string;
  readonly expiration?: Date;
}

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

export async function startShopZone(domain: string): Promise<ShopZone> {
  const knot = await startKnot(domain);
  closeLater(() => knot.stop());
  const keys = createAccessKeys();
  const zone = createHostedZone(ZONE_ID, knot.records);
  const allows = readPolicies([JSON.stringify(challengePolicy(domain, ZONE_ID))]);
  const refused: string[] = [];

  async function answer(incoming: http.IncomingMessage) {
    const { method = '', url: target = '/', headers } = incoming;
    const request = { method, target, headers, body: await bodyOf(incoming) };
    const { content, key } = judge(request, { keys, region: 'us-east-1', service: 'route53' });
    const url = new URL(target, 'https://route53.amazonaws.com');
    return zone.answer({
      request,
      url,
      content,
      authorize(action, resource, context) {
        if (allows(action, resource, context)) return;
        throw new RefusedError('AccessDenied', `${key.owner} is not authorized to perform: ${action} on ${resource}`);
      },
    });
  }

  const server = http.createServer((request, response) => {
    void answer(request)
      .catch((error: unknown) => {
        if (!(error instanceof RefusedError)) throw error;
        refused.push(error.code);
        return xmlRefusal(error);
      })
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
  });
  const port = await listenOnLoopback(server);

  const key = (lifetimeMs = HOUR_MS): AccessKey =>
    keys.createRole({ owner: 'challenges', lifetimeMs, aheadMs: 0 }).current();
  return {
    knot,
    places: { resolver: knot.primary, port: knot.port, route53: `http://127.0.0.1:${port}` },
    changes: zone.changes,
    refused,
    async txtNames() {
      return (await knot.records.all())
        .filter(({ type }) => type === 'TXT')
        .map(({ name }) => name)
        .sort();
    },
    key,
    async leaveCredentials(directory, { key: used = key(), mode = 0o440, secretAccessKey, expiration } = {}) {
      const file = path.join(directory, 'route53.json');
      const told = {
        zoneId: ZONE_ID,
        accessKeyId: used.id,
        secretAccessKey: secretAccessKey ?? used.secret,
        sessionToken: used.token,
        expiration: (expiration ?? new Date(used.expiresAtMs)).toISOString(),
      };
      await writeFile(file, JSON.stringify(told), { mode: 0o600 });
      await chmod(file, mode);
      return file;
    },
  };
}
