/** Pure but for its reads: what the certificate store would have the edge serve, and what is wrong with the store. */
import { type Bundle, chainsTo } from '../certificates/bundle';
import type { KeyAndCertificate } from '../certificates/issue';
import { createSelfSigned } from '../certificates/self-signed';
import type { CertificateReader } from '../certificates/store';
import { messageOf } from '../process/thrown';

export interface ServedCertificate extends KeyAndCertificate {
  /** null: the self-signed one, because the store has none. */
  readonly bundle: Bundle | null;
  /** Ends at a root that browsers know; only then may HSTS be promised. */
  readonly trusted: boolean;
  /** null: Node's own, different in every process. */
  readonly ticketKey: Buffer | null;
}

export async function selfSigned(
  names: readonly string[],
  now: Date,
  ticketKey: Buffer | null = null,
): Promise<ServedCertificate> {
  return { ...(await createSelfSigned(names, now)), bundle: null, trusted: false, ticketKey };
}

export interface Loaded {
  readonly certificate: ServedCertificate;
  readonly problem: string;
}

/** @param served what goes on where the store holds nothing better */
export async function loadCertificate(
  reader: Pick<CertificateReader, 'load' | 'loadTicketKey'>,
  served: ServedCertificate | null,
  facts: { readonly names: readonly string[]; readonly trustedRoots: readonly string[]; readonly now: Date },
): Promise<Loaded> {
  const problems: string[] = [];
  const ticketKey = await reader.loadTicketKey().catch((error: unknown) => {
    problems.push(`the key of TLS session tickets can not be read: ${messageOf(error)}`);
    return served?.ticketKey ?? null;
  });
  const loaded = await reader.load(facts.now);
  problems.push(...(loaded?.damaged ?? []));
  if (!loaded && served?.bundle) problems.push('it holds no certificate any more; the one in memory goes on');
  const problem = problems.join('; ');
  if (loaded) {
    const { bundle } = loaded;
    const trusted = chainsTo(bundle, facts.trustedRoots);
    return { certificate: { ...bundle, bundle, trusted, ticketKey }, problem };
  }
  const certificate = served ? { ...served, ticketKey } : await selfSigned(facts.names, facts.now, ticketKey);
  return { certificate, problem };
}
