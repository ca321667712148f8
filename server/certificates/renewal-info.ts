/** ARI (RFC 9773): a CA says when it wants a certificate renewed, to spread its load or before it revokes it. */
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { z } from 'zod';
import type { Clock } from '../process/clock';
import { messageOf } from '../process/thrown';
import { AcmeProblem, type AcmeTransport } from './acme-transport';
import type { Bundle } from './bundle';
import { SourceError } from './source-error';

/** What is known of one certificate; kept in status.json, so that a restart neither asks again nor draws again. */
export interface RenewalInfo {
  /** Fingerprint of the certificate it is about. */
  readonly certificate: string;
  /** null: the CA offers no such thing, or has not answered yet. */
  readonly window: { readonly start: Date; readonly end: Date } | null;
  /** Drawn once within the window; drawn again only when the CA moves it. */
  readonly renewAt: Date | null;
  readonly explanationUrl: string | null;
  readonly askAgainAt: Date;
  /** Why the last question went unanswered; the window is then of an earlier one. */
  readonly problem: string | null;
  /** Questions in a row that went unanswered. */
  readonly failures: number;
}

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
/** RFC 9773, 4.3: clients set limits to what Retry-After may ask for, and ask every six hours where it says nothing. */
const ASK_AGAIN_MIN_MS = 5 * MINUTE_MS;
const ASK_AGAIN_MAX_MS = 24 * HOUR_MS;
const ASK_AGAIN_MS = 6 * HOUR_MS;
/** Of a lifetime of days, each is a part: a CA that revokes must be heard while there is still time. */
const ASK_AGAIN_PART = 1 / 24;
const ASK_AGAIN_MAX_PART = 1 / 12;

const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35';

const directorySchema = z.object({ renewalInfo: z.url().optional() });
const timestamp = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const answerSchema = z.object({
  suggestedWindow: z
    .object({ start: timestamp, end: timestamp })
    .refine(({ start, end }) => end > start, 'its end must come after its start'),
  explanationURL: z.string().optional(),
});

/** RFC 9773, 4.1: the issuer's key identifier and the serial number. @returns null for a certificate that lacks one */
export function certificateIdOf(pem: string): string | null {
  const certificate = new x509.X509Certificate(pem);
  const issuer = certificate.getExtension<x509.AuthorityKeyIdentifierExtension>(AUTHORITY_KEY_IDENTIFIER)?.keyId;
  if (issuer === undefined) return null;
  // As in the certificate: a positive DER INTEGER has a zero byte before a first bit that is set.
  const serial = Buffer.from(certificate.serialNumber.replace(/^(?:.{2})*.$/, '0$&'), 'hex');
  const bytes = serial.readUInt8(0) >= 0x80 ? Buffer.concat([Buffer.of(0), serial]) : serial;
  return `${Buffer.from(issuer, 'hex').toString('base64url')}.${bytes.toString('base64url')}`;
}

/** @returns where the directory answers such questions, or null */
export async function renewalInfoUrl(transport: AcmeTransport, directoryUrl: string): Promise<string | null> {
  const { body } = await transport.getJson(directoryUrl);
  return directorySchema.safeParse(body).data?.renewalInfo ?? null;
}

type Lifetime = Pick<Bundle, 'notBefore' | 'notAfter'>;

/** @returns what goes without saying, and the most that may be asked for, in ms */
function patienceFor({ notBefore, notAfter }: Lifetime): { readonly usualMs: number; readonly mostMs: number } {
  const lifetimeMs = notAfter.getTime() - notBefore.getTime();
  const mostMs = Math.min(ASK_AGAIN_MAX_MS, lifetimeMs * ASK_AGAIN_MAX_PART);
  return { usualMs: Math.min(ASK_AGAIN_MS, lifetimeMs * ASK_AGAIN_PART), mostMs: Math.max(mostMs, ASK_AGAIN_MIN_MS) };
}

function askAgainAt(certificate: Lifetime, now: Date, retryAfter: Date | null, otherwiseMs: number): Date {
  const waitMs = retryAfter ? retryAfter.getTime() - now.getTime() : otherwiseMs;
  const { mostMs } = patienceFor(certificate);
  return new Date(now.getTime() + Math.min(Math.max(waitMs, ASK_AGAIN_MIN_MS), mostMs));
}

/** @returns when to ask about a certificate: at once, where nothing is known of it */
export function askAt(certificate: Bundle, info: RenewalInfo | null, now: Date): Date {
  if (info?.certificate !== certificate.fingerprint) return now;
  // Noted while the clock was ahead, it would be too long to wait for.
  return info.askAgainAt.getTime() - now.getTime() > patienceFor(certificate).mostMs ? now : info.askAgainAt;
}

interface Question {
  readonly transport: AcmeTransport;
  readonly directoryUrl: string;
  readonly bundle: Bundle;
  readonly previous: RenewalInfo | null;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
}

const nothingKnown = (certificate: string, askAgain: Date): RenewalInfo => ({
  certificate,
  window: null,
  renewAt: null,
  explanationUrl: null,
  askAgainAt: askAgain,
  problem: null,
  failures: 0,
});

async function ask({ transport, directoryUrl, bundle, clock, random }: Question, known: RenewalInfo) {
  const base = await renewalInfoUrl(transport, directoryUrl);
  const id = base === null ? null : certificateIdOf(bundle.chain);
  const { usualMs } = patienceFor(bundle);
  if (base === null || id === null) {
    return nothingKnown(bundle.fingerprint, askAgainAt(bundle, clock.now(), null, usualMs));
  }
  const { body, retryAfter } = await transport.getJson(`${base.replace(/\/$/, '')}/${id}`);
  const { suggestedWindow: window, explanationURL } = answerSchema.parse(body);
  const { start, end } = window;
  const moved = known.window?.start.getTime() !== start.getTime() || known.window.end.getTime() !== end.getTime();
  const drawn = new Date(start.getTime() + random() * (end.getTime() - start.getTime()));
  return {
    certificate: bundle.fingerprint,
    window,
    renewAt: moved || !known.renewAt ? drawn : known.renewAt,
    explanationUrl: explanationURL ?? null,
    askAgainAt: askAgainAt(bundle, clock.now(), retryAfter, usualMs),
    problem: null,
    failures: 0,
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return `its answer can not be used: ${z.prettifyError(error)}`;
  return messageOf(error);
}

/** Never rejects: a CA that can't say anything is asked again later, and what it said before goes on. */
export async function askRenewalInfo(question: Question): Promise<RenewalInfo> {
  const { bundle, previous, clock } = question;
  const known = previous?.certificate === bundle.fingerprint ? previous : nothingKnown(bundle.fingerprint, clock.now());
  try {
    return await ask(question, known);
  } catch (error) {
    const asked = error instanceof SourceError ? (error.options.notBefore ?? null) : null;
    // RFC 9773, 4.3.2 and 4.3.3: soon again at first, as for an outage; every six hours where it stays like that.
    const refused = error instanceof AcmeProblem && error.refused;
    const { usualMs } = patienceFor(bundle);
    const pauseMs = refused ? usualMs : Math.min(ASK_AGAIN_MIN_MS * 2 ** known.failures, usualMs);
    return {
      ...known,
      askAgainAt: askAgainAt(bundle, clock.now(), asked, pauseMs),
      problem: reasonOf(error),
      failures: known.failures + 1,
    };
  }
}
