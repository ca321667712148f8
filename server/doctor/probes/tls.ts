import { randomBytes } from 'node:crypto';
import type { HostAddress } from '../../health/facts/dns';
import type { Handshake, RevocationLook, TlsEndpoint, TlsVersion } from '../../health/facts/tls';
import { SLOW_HANDSHAKE_MS } from '../../health/slow';
import type { Context } from '../context';
import { shake, type Hand, type Shaken } from '../handshake';
import { probe, type AnyProbe } from '../probe';
import { revocationOf } from '../revocation';
import { certificateOf, covers } from '../trust';
import { answering } from './reached';

/** Slow, or without an answer, is asked once more: the better of both counts. */
async function shakePatiently(hand: Hand, signal: AbortSignal): Promise<Shaken> {
  const first = await shake(hand, signal);
  if (first.outcome !== 'stalled' && first.tookMs <= SLOW_HANDSHAKE_MS) return first;
  const second = await shake(hand, signal);
  const isBetter = first.outcome === 'stalled' || second.tookMs < first.tookMs;
  return isBetter && second.outcome !== 'stalled' ? second : first;
}

const handshakes = probe({
  fact: 'handshakes',
  layer: 'tls',
  view: 'outside',
  deadlineMs: 12_000,
  after: ['addresses', 'connections'],
  gather({ target, reach }, known, signal): Promise<readonly Handshake[]> {
    const port = target.httpsPort;
    return Promise.all(
      answering(known, port).map(async ({ host, address }) => {
        const shaken = await shakePatiently({ address, port, serverName: host }, signal);
        const { outcome, code, tookMs, alpn, chain } = shaken;
        const certificate = certificateOf(chain, reach.extraRoots);
        return { host, address, outcome, code, tookMs, alpn, certificate, covers: covers(chain, host) };
      }),
    );
  },
});

const VERSIONS: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

const endpoints = probe({
  fact: 'endpoints',
  layer: 'tls',
  view: 'outside',
  deadlineMs: 14_000,
  after: ['addresses', 'connections', 'handshakes'],
  gather(context, known, signal): Promise<readonly TlsEndpoint[]> {
    // Where none ends well, how it fails is told already.
    const well = answering(known, context.target.httpsPort).filter((one) =>
      known.handshakes.some(
        ({ host, address, outcome }) => host === one.host && address === one.address && outcome === 'done',
      ),
    );
    const first = new Map(well.toReversed().map((one) => [one.address, one]));
    if (first.size === 0) throw new Error('no handshake comes to its end');
    return Promise.all([...first.values()].map((one) => lookAt(context, one, signal)));
  },
});

async function lookAt({ target }: Context, { host, address }: HostAddress, signal: AbortSignal): Promise<TlsEndpoint> {
  const hand = { address, port: target.httpsPort };
  const accepted = VERSIONS.map(async (version) => {
    const { outcome } = await shake({ ...hand, serverName: host, version }, signal);
    return [version, outcome === 'done' ? true : outcome === 'alert' ? false : null] as const;
  });
  const [withoutName, unknownName, ...versions] = await Promise.all([
    shakePatiently({ ...hand, serverName: null }, signal),
    shakePatiently({ ...hand, serverName: `doctor-${randomBytes(4).toString('hex')}.${target.hosts.apex}` }, signal),
    ...accepted,
  ]);
  return {
    address,
    accepts: Object.fromEntries(versions) as TlsEndpoint['accepts'],
    withoutName: withoutName.outcome,
    unknownName: unknownName.outcome,
  };
}

/** Each certificate once, whatever the names that it is served for. */
const revocations = probe({
  fact: 'revocations',
  layer: 'tls',
  view: 'outside',
  deadlineMs: 14_000,
  after: ['handshakes'],
  async gather({ target, reach, clock }, { handshakes: known }, signal): Promise<readonly RevocationLook[]> {
    const served = known.flatMap(({ host, address, certificate }) =>
      certificate && ['public', 'private'].includes(certificate.trust)
        ? [{ host, address, fingerprint: certificate.fingerprint }]
        : [],
    );
    const first = new Map(served.toReversed().map((one) => [one.fingerprint, one]));
    if (first.size === 0) throw new Error('no certificate is served that an authority vouches for');
    const looks = [...first.values()].map(async ({ host, address, fingerprint }) => {
      const { chain } = await shake({ address, port: target.httpsPort, serverName: host }, signal);
      const found = await revocationOf(chain, { roots: reach.extraRoots, now: clock.now(), signal });
      const hosts = [...new Set(served.filter((one) => one.fingerprint === fingerprint).map((one) => one.host))];
      return found ? [{ hosts, fingerprint, ...found }] : [];
    });
    return (await Promise.all(looks)).flat();
  },
});

export const TLS_PROBES: readonly AnyProbe[] = [handshakes, endpoints, revocations];
