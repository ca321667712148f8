/** Whether the zone shows a key that its parent vouches for, and until when its signatures hold. */
import { createHash } from 'node:crypto';
import type { DnskeyData } from 'dns-packet';
import type { DnssecFacts, Zone } from '../../health/facts/dns';
import type { Delegation, DelegationSigner } from '../../health/facts/registrar';
import { ask, type Reply } from './client';
import { recordsOf } from './records';
import type { Asker } from './resolver';
import { speakingOf } from './zone';

export async function lookForDnssec(asker: Asker, { signers }: Delegation, zone: Zone): Promise<DnssecFacts> {
  if (signers.length === 0) return { signers: [], servers: [] };
  const servers = await Promise.all(
    speakingOf(asker, zone.servers).map(async ({ name, server }) => {
      const look = (type: Signed): Promise<Reply> =>
        ask(server, { name: zone.name, type }, { signal: asker.signal, dnssec: true });
      const [keys, soa] = await Promise.all([look('DNSKEY'), look('SOA')]);
      const shown = keys.failure === null ? recordsOf(keys.answers, 'DNSKEY').map(({ data }) => data) : [];
      return {
        server: `${name} (${server.address})`,
        // One that doesn't answer is none that shows no key.
        isAnswered: keys.failure === null,
        keys: shown.map((key) => keyTagOf(key)),
        isVouchedFor: shown.some((key) => signers.some((signer) => isNamedBy(signer, zone.name, key))),
        signedUntil: firstEnd([
          ['DNSKEY', keys],
          ['SOA', soa],
        ]),
      };
    }),
  );
  return {
    signers: signers.map(({ keyTag }) => keyTag),
    servers: servers.filter(({ isAnswered }) => isAnswered).map(({ isAnswered: _, ...view }) => view),
  };
}

function rdataOf({ flags, algorithm, key }: DnskeyData): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(flags, 0);
  head.writeUInt8(3, 2);
  head.writeUInt8(algorithm, 3);
  return Buffer.concat([head, key]);
}

/** RFC 4034, appendix B. */
export function keyTagOf(key: DnskeyData): number {
  let sum = 0;
  for (const [i, byte] of rdataOf(key).entries()) sum += i % 2 === 0 ? byte * 256 : byte;
  return (sum + Math.floor(sum / 0x1_0000)) % 0x1_0000;
}

const HASHES: Readonly<Record<number, string>> = { 1: 'sha1', 2: 'sha256', 4: 'sha384' };

/** RFC 4034, 5.1.4. Of a digest that isn't known here nothing can be said but its tag. */
export function isNamedBy(signer: DelegationSigner, zone: string, key: DnskeyData): boolean {
  if (signer.keyTag !== keyTagOf(key) || signer.algorithm !== key.algorithm) return false;
  const hash = HASHES[signer.digestType];
  return !hash || createHash(hash).update(wireName(zone)).update(rdataOf(key)).digest('hex') === signer.digest;
}

const wireName = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]),
    Buffer.alloc(1),
  ]);

type Signed = 'DNSKEY' | 'SOA';

function firstEnd(replies: readonly (readonly [Signed, Reply])[]): Date | null {
  const ends = replies.flatMap(([type, reply]) => {
    const signatures = reply.failure === null ? recordsOf(reply.answers, 'RRSIG') : [];
    const own = signatures.filter(({ data }) => data.typeCovered === type).map(({ data }) => data.expiration);
    // While keys are changed several stand beside each other; the last to end is enough.
    return own.length > 0 ? [Math.max(...own)] : [];
  });
  return ends.length > 0 ? new Date(Math.min(...ends) * 1000) : null;
}
