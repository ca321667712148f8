/** The few things of Route 53's API that a proof by DNS needs, within one hosted zone. */
import { setTimeout as sleepFor } from 'node:timers/promises';
import type * as Sdk from '@aws-sdk/client-route-53';
import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { messageOf } from '../process/thrown';
import type { DnsCredentials } from './dns-credentials';
import { SourceError } from './source-error';

export interface TxtRecord {
  readonly name: string;
  readonly value: string;
}

export interface HostedZone {
  readonly id: string;
  /** Its apex, without a trailing dot. */
  readonly name: string;
  /** Those that the zone itself names. */
  readonly nameServers: readonly string[];
}

export interface Route53 {
  hostedZone(signal: AbortSignal): Promise<HostedZone>;
  /** Puts each in place of whatever TXT record its name has. Resolves once Route 53 says that all its servers have it. */
  putTxt(records: readonly TxtRecord[], signal: AbortSignal): Promise<void>;
  /** @returns the names that had a TXT record */
  removeTxt(names: readonly string[], signal: AbortSignal): Promise<readonly string[]>;
}

/** It has one place for all of the world. */
const REGION = 'us-east-1';
const TTL_SECONDS = 60;
/** Without the last the SDK only warns, and waits on. */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
/** AWS counts five requests a second for the whole account; who meets the limit waits for a moment. */
const MAX_ATTEMPTS = 5;
/** Usually it takes less than a minute. */
const SYNC_DEADLINE_MS = 5 * 60 * 1000;
const SYNC_POLL_MS = 2_000;
/** More than there are types: the apex's NS are among the first records. */
const FIRST_RECORDS = 100;

export const withoutDot = (name: string): string => name.toLowerCase().replace(/\.$/, '');

interface Session {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.Route53Client;
  readonly zoneId: string;
}

/** What AWS refused, in its own words, or why it could not be asked. */
function problemOf(what: string, error: unknown): SourceError {
  const {
    name = '',
    $metadata,
    messages,
  } = error as {
    readonly name?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly messages?: readonly string[];
  };
  const said = messages && messages.length > 0 ? messages.join('; ') : messageOf(error);
  const message =
    $metadata?.httpStatusCode === undefined
      ? `Route 53 could not be reached: ${said}`
      : `Route 53 refused ${what}: ${name}: ${said}`;
  return new SourceError(message, { cause: error });
}

/**
 * @param endpoint where it is asked; null: at AWS
 * @param credentials asked for each time that something is to be done: they are replaced while an order goes on
 */
export function createRoute53(endpoint: string | null, credentials: () => Promise<DnsCredentials>): Route53 {
  async function ask<T>(what: string, signal: AbortSignal, use: (session: Session) => Promise<T>): Promise<T> {
    const { zoneId, ...keys } = await credentials();
    // Some megabytes of memory, for a shop that proves its names by DNS only.
    const sdk = await import('@aws-sdk/client-route-53');
    const client = new sdk.Route53Client({
      region: REGION,
      credentials: keys,
      maxAttempts: MAX_ATTEMPTS,
      requestHandler: TIMEOUTS,
      ...(endpoint === null ? {} : { endpoint }),
    });
    try {
      return await use({ sdk, client, zoneId });
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof SourceError ? error : problemOf(what, error);
    } finally {
      client.destroy();
    }
  }

  async function change({ sdk, client, zoneId }: Session, changes: Change[], signal: AbortSignal): Promise<string> {
    const command = new sdk.ChangeResourceRecordSetsCommand({
      HostedZoneId: zoneId,
      ChangeBatch: { Comment: 'essence-aura: proof for a certificate', Changes: changes },
    });
    const { ChangeInfo } = await client.send(command, { abortSignal: signal });
    return ChangeInfo?.Id ?? '';
  }

  async function findTxt({ sdk, client, zoneId }: Session, name: string, signal: AbortSignal) {
    const command = new sdk.ListResourceRecordSetsCommand({
      HostedZoneId: zoneId,
      StartRecordName: name,
      StartRecordType: 'TXT',
      MaxItems: 1,
    });
    // The first at or after that place.
    const [found] = (await client.send(command, { abortSignal: signal })).ResourceRecordSets ?? [];
    return found?.Type === 'TXT' && withoutDot(found.Name ?? '') === name ? found : null;
  }

  async function untilInSync({ sdk, client }: Session, id: string, signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + SYNC_DEADLINE_MS;
    for (;;) {
      const { ChangeInfo } = await client.send(new sdk.GetChangeCommand({ Id: id }), { abortSignal: signal });
      if (ChangeInfo?.Status === 'INSYNC') return;
      if (performance.now() > deadline) throw new SourceError('Route 53 did not tell its name servers for 5 minutes');
      await sleepFor(SYNC_POLL_MS, undefined, { signal });
    }
  }

  return {
    hostedZone: (signal) =>
      ask('to say what the hosted zone is', signal, async ({ sdk, client, zoneId }) => {
        const command = new sdk.ListResourceRecordSetsCommand({ HostedZoneId: zoneId, MaxItems: FIRST_RECORDS });
        const { ResourceRecordSets: sets = [] } = await client.send(command, { abortSignal: signal });
        return zoneOf(zoneId, sets);
      }),

    putTxt: (records, signal) =>
      ask('to write the records of a proof', signal, async (session) => {
        const changes = records.map(({ name, value }): Change => ({
          Action: 'UPSERT',
          ResourceRecordSet: {
            Name: name,
            Type: 'TXT',
            TTL: TTL_SECONDS,
            ResourceRecords: [{ Value: `"${value}"` }],
          },
        }));
        await untilInSync(session, await change(session, changes, signal), signal);
      }),

    removeTxt: (names, signal) =>
      ask('to remove the records of a proof', signal, async (session) => {
        const found: ResourceRecordSet[] = [];
        // One after the other: of the few requests a second that it takes, some are the program's.
        for (const name of names) {
          const set = await findTxt(session, name, signal);
          if (set) found.push(set);
        }
        const changes = found.map((set): Change => ({ Action: 'DELETE', ResourceRecordSet: set }));
        if (changes.length > 0) await change(session, changes, signal);
        return found.map((set) => withoutDot(set.Name ?? ''));
      }),
  };
}

function zoneOf(id: string, [apex, ...others]: readonly ResourceRecordSet[]): HostedZone {
  const name = apex?.Name ?? '';
  const ns = [apex, ...others].find((set) => set?.Type === 'NS' && set.Name === name);
  const nameServers = (ns?.ResourceRecords ?? []).map(({ Value }) => withoutDot(Value ?? ''));
  if (nameServers.length === 0) throw new SourceError(`Route 53 names no name servers for the hosted zone ${id}`);
  return { id, name: withoutDot(name), nameServers };
}
