/** Whether a certificate was taken back, by the list that it names itself (RFC 5280, 5). */
import 'reflect-metadata';
import { verify, type X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { askUrl } from './ask';

/** Let's Encrypt cuts its lists into parts of some hundred kilobytes. */
const MOST_BYTES = 8 * 1024 ** 2;

/** By their object identifiers: ECDSA and RSA (PKCS #1), with SHA-2. */
const DIGESTS: Readonly<Record<string, string>> = {
  ...{ '2a8648ce3d040302': 'sha256', '2a8648ce3d040303': 'sha384', '2a8648ce3d040304': 'sha512' },
  ...{ '2a864886f70d01010b': 'sha256', '2a864886f70d01010c': 'sha384', '2a864886f70d01010d': 'sha512' },
};

export interface Revocation {
  readonly list: string;
  /** null: it isn't on it. */
  readonly revokedAt: Date | null;
}

/** @returns null for a certificate that names no list @throws Error where the list can't be had, or isn't its issuer's */
export async function revocationOf(
  [leaf, issuer]: readonly X509Certificate[],
  { roots, now, signal }: { readonly roots: readonly string[]; readonly now: Date; readonly signal: AbortSignal },
): Promise<Revocation | null> {
  const list = leaf && listOf(leaf);
  if (!leaf || !issuer || list == null) return null;
  const { status, bytes, isWhole } = await askUrl(list, { roots, mostBytes: MOST_BYTES }, signal);
  if (status !== 200) throw new Error(`${list} answers ${status}`);
  if (!isWhole) throw new Error(`${list} is longer than ${MOST_BYTES / 1024 ** 2} MB`);
  return { list, revokedAt: revokedAt(bytes, { leaf, issuer, now }) };
}

function listOf(certificate: X509Certificate): string | null {
  const points = new x509.X509Certificate(certificate.raw).getExtension(x509.CRLDistributionPointsExtension);
  const names = points?.distributionPoints.flatMap((one) => one.distributionPoint?.fullName ?? []) ?? [];
  return names.map((name) => name.uniformResourceIdentifier).find((url) => url?.startsWith('http')) ?? null;
}

/** Of DER: where a value lies, and where its header begins. */
interface Element {
  readonly tag: number;
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

function elementAt(der: Buffer, start: number): Element {
  const first = der.readUInt8(start + 1);
  const more = first < 0x80 ? 0 : first & 0x7f;
  const from = start + 2 + more;
  const to = from + (more === 0 ? first : der.readUIntBE(start + 2, more));
  if (to > der.length) throw new Error('the list breaks off');
  return { tag: der.readUInt8(start), start, from, to };
}

function* elementsIn(der: Buffer, { from, to }: Element): Generator<Element> {
  for (let at = from; at < to;) {
    const element = elementAt(der, at);
    yield element;
    at = element.to;
  }
}

const SEQUENCE = 0x30;
const UTC_TIME = 0x17;
const isTime = ({ tag }: Element): boolean => tag === UTC_TIME || tag === 0x18;

/** `YYMMDDhhmmssZ`, of this century; with four digits of the year from 2050 on (RFC 5280, 4.1.2.5). */
function timeOf(der: Buffer, { tag, from, to }: Element): Date {
  const text = `${tag === UTC_TIME ? '20' : ''}${der.toString('latin1', from, to)}`;
  return new Date(text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

export function revokedAt(
  der: Buffer,
  { leaf, issuer, now }: { readonly leaf: X509Certificate; readonly issuer: X509Certificate; readonly now: Date },
): Date | null {
  const [list, algorithm, signature] = elementsIn(der, elementAt(der, 0));
  if (!list || !algorithm || !signature) throw new Error('what came is no list of certificates');
  const [oid] = elementsIn(der, algorithm);
  const digest = oid && DIGESTS[der.toString('hex', oid.from, oid.to)];
  // Of the bits of a signature none are left over.
  const isSigned =
    digest !== undefined &&
    verify(digest, der.subarray(list.start, list.to), issuer.publicKey, der.subarray(signature.from + 1, signature.to));
  if (!isSigned) throw new Error('the list is not signed by who issued the certificate');
  const parts = [...elementsIn(der, list)];
  const [, until] = parts.filter(isTime);
  if (until && timeOf(der, until) < now) throw new Error('the list is out of date');
  // Version, algorithm and issuer stand before the times, what has been revoked behind them.
  const revoked = parts.slice(parts.findLastIndex(isTime) + 1).find(({ tag }) => tag === SEQUENCE);
  const serial = serialOf(leaf);
  for (const entry of revoked ? elementsIn(der, revoked) : []) {
    const [number, at] = elementsIn(der, entry);
    if (number && at && der.subarray(number.from, number.to).equals(serial)) return timeOf(der, at);
  }
  return null;
}

/** As DER has it: a first bit that is set would make it a negative one. */
function serialOf({ serialNumber }: X509Certificate): Buffer {
  const hex = serialNumber.length % 2 === 0 ? serialNumber : `0${serialNumber}`;
  const bytes = Buffer.from(hex, 'hex');
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}
