/** The certificate that visitors are handed, as their browsers judge it; what the store holds is another question. */
import { evidenceOf, type Evidence } from '../evidence';
import type { Handshake, ServedCertificate } from '../facts/tls';
import { fault, type AnyFault } from '../fault';
import { ORDER_OF_PRODUCTION } from './acme-refusals';

interface Served extends Handshake {
  readonly certificate: ServedCertificate;
}

const served = (handshakes: readonly Handshake[]): Served[] =>
  handshakes.flatMap((one) => (one.certificate ? [{ ...one, certificate: one.certificate }] : []));

const where = (
  handshakes: readonly Handshake[],
  isWrong: (certificate: ServedCertificate, handshake: Handshake) => boolean,
  says: (certificate: ServedCertificate) => string,
): Evidence | null =>
  evidenceOf(
    served(handshakes)
      .filter((one) => isWrong(one.certificate, one))
      .map(({ host, address, certificate }) => ({ at: host, says: `${host} (${address}): ${says(certificate)}` })),
  );

const AUTHORITY_INVALID = 'NET::ERR_CERT_AUTHORITY_INVALID';
const DATE_INVALID = 'NET::ERR_CERT_DATE_INVALID';
const HISTORY = 'On the machine: sudo essence-aura-doctor says what the authority answered to the last order';

/** Let's Encrypt's staging directory, by the names of its intermediates and roots, old and new. */
const STAGING = /\(STAGING\)|Fake LE /i;
const isOfStaging = ({ issuer }: ServedCertificate): boolean => STAGING.test(issuer);
const isOfDevelopment = ({ issuer }: ServedCertificate): boolean => issuer.includes('Essence Aura development CA');
const isTrusted = ({ trust }: ServedCertificate): boolean => trust === 'public' || trust === 'private';

/** The renewal begins at a third: who is below this has tried, and failed, for days. */
const RISK_SHARE = 0.3;
const HARM_SHARE = 1 / 6;

const HOUR_MS = 60 * 60 * 1000;
/** Authorities whose certificates are renewed by programs give none for longer. */
const AUTOMATIC_MS = 100 * 24 * HOUR_MS;

const lifetimeOf = ({ notBefore, notAfter }: ServedCertificate): number => notAfter.getTime() - notBefore.getTime();

const leftOf = (one: ServedCertificate, now: Date): number =>
  (one.notAfter.getTime() - now.getTime()) / Math.min(lifetimeOf(one), AUTOMATIC_MS);

/** Of one that is renewed by hand nobody can tell whether it is late before its last days. */
const isEnding = (one: ServedCertificate, now: Date): boolean =>
  leftOf(one, now) < (lifetimeOf(one) > AUTOMATIC_MS ? HARM_SHARE : RISK_SHARE);

const inDays = (ms: number): string =>
  ms < 48 * HOUR_MS ? `${Math.floor(ms / HOUR_MS)} h` : `${Math.floor(ms / 24 / HOUR_MS)} days`;

export const CERTIFICATE_ENDING = fault({
  id: 'CERT-01',
  layer: 'tls',
  severity: ({ left }: Evidence & { readonly left: number }) =>
    left <= 0 ? 'down' : left < HARM_SHARE ? 'harm' : 'risk',
  needs: ['handshakes'],
  find({ handshakes, now }) {
    const found = where(
      handshakes,
      (one) => isEnding(one, now),
      ({ notAfter }) => {
        const ms = notAfter.getTime() - now.getTime();
        return ms <= 0 ? `ended on ${notAfter.toISOString()}` : `${inDays(ms)} left, until ${notAfter.toISOString()}`;
      },
    );
    const ending = served(handshakes).filter(({ certificate }) => isEnding(certificate, now));
    return found && { ...found, left: Math.min(...ending.map(({ certificate }) => leftOf(certificate, now))) };
  },
  certainty: ({ left }) => (left <= 0 ? 'certain' : 'likely'),
  explains: ['HDR-05'],
  owner: {
    ko: ({ names, left }) =>
      left <= 0
        ? `${names}의 보안 인증서가 만료되어서, 손님에게 가게 대신 경고가 보여요.`
        : `${names}의 보안 인증서가 곧 끝나는데 아직 새것으로 바뀌지 않았어요.`,
    en: ({ names, left }) =>
      left <= 0
        ? `The security certificate of ${names} has expired, so visitors see a warning instead of the shop.`
        : `The security certificate of ${names} ends soon and has not been renewed yet.`,
  },
  expert: ({ what, left }) => `${left <= 0 ? 'Expired' : 'Not renewed'}: ${what}.`,
  browser: DATE_INVALID,
  mend: `${HISTORY}; then docs/runbook.md, “The certificate fails”.`,
});

export const NAME_MISSING = fault({
  id: 'CERT-02',
  layer: 'tls',
  severity: 'down',
  needs: ['handshakes'],
  find: ({ handshakes }) =>
    where(
      handshakes,
      (_certificate, { covers }) => !covers,
      ({ names }) => `certificate for ${names.slice(0, 4).join(', ')}${names.length > 4 ? ', …' : ''}`,
    ),
  explains: ['HDR-05'],
  owner: {
    ko: ({ names }) => `보안 인증서에 ${names}의 이름이 없어서, 그 주소로 오는 손님에게 경고가 보여요.`,
    en: ({ names }) => `The security certificate doesn’t name ${names}, so visitors of that address see a warning.`,
  },
  expert: ({ what }) => `Not among the certificate’s names: ${what}.`,
  browser: 'NET::ERR_CERT_COMMON_NAME_INVALID; Firefox: SSL_ERROR_BAD_CERT_DOMAIN',
  mend: 'The shop orders one certificate for all its names: check DOMAIN on the machine (npm run refresh-host), and that the address is this machine’s.',
});

export const CHAIN_INCOMPLETE = fault({
  id: 'CERT-03',
  layer: 'tls',
  severity: 'harm',
  needs: ['handshakes'],
  find: ({ handshakes }) =>
    where(
      handshakes,
      (one) => one.trust === 'incomplete' && !isOfStaging(one) && !isOfDevelopment(one),
      ({ issuer }) => `sent alone, without ${issuer}, which signed it`,
    ),
  owner: {
    ko: ({ names }) => `${names}의 보안 인증서가 반쪽만 전달되어서, 어떤 휴대폰과 결제사는 접속하지 못해요.`,
    en: ({ names }) =>
      `Only half of the security certificate of ${names} is handed out, so some phones and payment providers can’t connect.`,
  },
  expert: ({ what }) => `Node: UNABLE_TO_VERIFY_LEAF_SIGNATURE, curl: 60. ${what}.`,
  browser: `Chrome is fine; Android and Firefox: ${AUTHORITY_INVALID}, SEC_ERROR_UNKNOWN_ISSUER`,
  mend: 'Serve the certificate and its intermediate (fullchain.pem rather than cert.pem); with CERTIFICATES=files: chain.pem in DATA_DIR/certificates/files.',
});

export const OF_STAGING = fault({
  id: 'CERT-04',
  layer: 'tls',
  severity: 'down',
  needs: ['handshakes'],
  find: ({ handshakes }) => where(handshakes, isOfStaging, ({ issuer }) => `issued by ${issuer}`),
  explains: ['HDR-05'],
  owner: {
    ko: ({ names }) => `${names}에 연습용 보안 인증서가 쓰이고 있어서, 손님에게 경고가 보여요.`,
    en: ({ names }) => `A security certificate made for practice is shown under ${names}, so visitors see a warning.`,
  },
  expert: ({ what }) => `Of Let’s Encrypt’s staging directory: ${what}.`,
  browser: AUTHORITY_INVALID,
  mend: ORDER_OF_PRODUCTION,
});

export const SELF_SIGNED = fault({
  id: 'CERT-05',
  layer: 'tls',
  severity: 'down',
  needs: ['handshakes'],
  find: ({ handshakes }) =>
    where(
      handshakes,
      ({ trust }) => trust === 'self-signed',
      ({ issuer }) => `signed by itself, ${issuer}`,
    ),
  explains: ['HDR-05'],
  owner: {
    ko: ({ names }) => `${names}의 보안 인증서가 아직 발급되지 않아서, 손님에게 경고가 보여요.`,
    en: ({ names }) => `No real security certificate has been issued for ${names} yet, so visitors see a warning.`,
  },
  expert: ({ what }) => `${what}: what the edge shows until the first certificate is there.`,
  browser: AUTHORITY_INVALID,
  mend: `${HISTORY}, and when the next is tried.`,
});

export const INTERMEDIATE_ENDED = fault({
  id: 'CERT-09',
  layer: 'tls',
  severity: 'harm',
  needs: ['handshakes'],
  find: ({ handshakes, now }) =>
    where(
      handshakes,
      ({ intermediates }) => intermediates.some(({ notAfter }) => notAfter <= now),
      ({ intermediates }) =>
        intermediates
          .filter(({ notAfter }) => notAfter <= now)
          .map(({ subject, notAfter }) => `${subject} ended on ${notAfter.toISOString()}`)
          .join(', '),
    ),
  owner: {
    ko: ({ names }) => `${names}의 보안 인증서를 보증하는 중간 인증서가 만료되어서, 오래된 기기는 접속하지 못해요.`,
    en: ({ names }) => `A certificate that vouches for that of ${names} has expired, so older devices can’t connect.`,
  },
  expert: ({ what }) => `In the chain that is sent: ${what}.`,
  browser: DATE_INVALID,
  mend: 'Take the chain that the authority hands out today: on the machine, remove the bundle below DATA_DIR/certificates and restart certificates.',
});

export const ROOT_UNKNOWN = fault({
  id: 'CERT-30',
  layer: 'tls',
  severity: 'down',
  needs: ['handshakes'],
  find: ({ handshakes }) =>
    where(
      handshakes,
      (one) => one.trust === 'unknown-root' && !isOfStaging(one) && !isOfDevelopment(one),
      ({ issuer }) => `issued by ${issuer}`,
    ),
  explains: ['HDR-05'],
  owner: {
    ko: ({ names }) => `${names}의 보안 인증서를 브라우저가 모르는 기관이 발급해서, 손님에게 경고가 보여요.`,
    en: ({ names }) =>
      `The security certificate of ${names} comes from an authority that browsers don’t know, so visitors see a warning.`,
  },
  expert: ({ what }) => `The chain ends at no known root: ${what}.`,
  browser: AUTHORITY_INVALID,
  mend: 'Order from a public authority (unset ACME_DIRECTORY_URL and ACME_CA_FILE), or find out who opens the connection in between: antivirus, company proxy.',
});

export const OF_DEVELOPMENT = fault({
  id: 'CERT-31',
  layer: 'tls',
  severity: ({ isPublic }: Evidence & { readonly isPublic: boolean }) => (isPublic ? 'down' : 'risk'),
  needs: ['handshakes'],
  find({ handshakes, target: { isPublic } }) {
    const found = where(
      handshakes,
      (one) => isOfDevelopment(one) && (isPublic || !isTrusted(one)),
      ({ issuer }) => `issued by ${issuer}`,
    );
    return found && { ...found, isPublic };
  },
  explains: ['HDR-05'],
  owner: {
    ko: ({ names }) => `${names}에 개발할 때 쓰는 보안 인증서가 쓰이고 있어서, 브라우저가 경고를 보여요.`,
    en: ({ names }) => `A certificate of a developer’s machine is shown under ${names}, so browsers warn.`,
  },
  expert: ({ what }) => `CERTIFICATES=local: ${what}.`,
  browser: AUTHORITY_INVALID,
  mend: 'In production: CERTIFICATES=acme (npm run refresh-host). In development: npm start prints how to trust its authority.',
});

export const NOT_YET_VALID = fault({
  id: 'CERT-32',
  layer: 'tls',
  severity: 'down',
  certainty: 'likely',
  needs: ['handshakes'],
  find: ({ handshakes, now }) =>
    where(
      handshakes,
      ({ notBefore }) => notBefore > now,
      ({ notBefore }) => `valid from ${notBefore.toISOString()}`,
    ),
  canBe: ['CERT-20', 'CLK-01', 'CLK-02'],
  owner: {
    ko: ({ names }) => `${names}의 보안 인증서가 아직 시작되지 않은 날짜로 되어 있어요; 시계가 틀렸을 수 있어요.`,
    en: ({ names }) =>
      `The security certificate of ${names} begins at a time that is still to come; a clock may be wrong.`,
  },
  expert: ({ what }) => `By this computer’s clock not valid yet: ${what}.`,
  browser: `${DATE_INVALID}, or “Your clock is behind”`,
  mend: 'Set this computer’s clock by the network; on the machine: chronyc tracking.',
});

export const WEAK = fault({
  id: 'CERT-33',
  layer: 'tls',
  severity: 'harm',
  needs: ['handshakes'],
  find: ({ handshakes }) =>
    where(
      handshakes,
      ({ weakness }) => weakness !== null,
      ({ weakness }) => String(weakness),
    ),
  owner: {
    ko: ({ names }) => `${names}의 보안 인증서가 낡은 방식이어서, 브라우저가 거절할 수 있어요.`,
    en: ({ names }) => `The security certificate of ${names} is made in an outdated way that browsers may refuse.`,
  },
  expert: ({ what }) => `Too weak for public trust: ${what}.`,
  browser: 'NET::ERR_CERT_WEAK_KEY or NET::ERR_CERT_WEAK_SIGNATURE_ALGORITHM',
  mend: 'Issue a new one; what the shop orders itself has EC P-256 keys. With CERTIFICATES=files: another key.pem and chain.pem.',
});

/** A handshake with it costs several times that with one of 2,048 bits, and some thirty times that with P-256. */
const COSTLY_RSA_BITS = 3072;
const rsaBits = ({ key }: ServedCertificate): number => Number(/^RSA (\d+)$/.exec(key)?.[1] ?? 0);

export const KEY_COSTLY = fault({
  id: 'CAP-02',
  layer: 'tls',
  severity: 'risk',
  needs: ['handshakes'],
  find: ({ handshakes }) =>
    where(
      handshakes,
      (one) => rsaBits(one) >= COSTLY_RSA_BITS,
      ({ key }) => `an ${key} key`,
    ),
  owner: {
    ko: ({ names }) => `${names}의 보안 인증서가 계산을 많이 시키는 방식이어서, 처음 오는 손님이 몰리면 느려져요.`,
    en: ({ names }) =>
      `The security certificate of ${names} takes much computing, so a crowd of new visitors slows the shop down.`,
  },
  expert: ({ what }) => `Each full handshake signs with it: ${what}.`,
  mend: 'A certificate with an EC P-256 key: what the shop orders itself has one (CERTIFICATES=acme). With CERTIFICATES=files: another key.pem and chain.pem.',
});

export const REVOKED = fault({
  id: 'CERT-11',
  layer: 'tls',
  severity: 'down',
  needs: ['revocations'],
  find: ({ revocations }) =>
    evidenceOf(
      revocations.flatMap(({ hosts, fingerprint, list, revokedAt }) =>
        revokedAt === null
          ? []
          : hosts.map((host) => ({
              at: host,
              says: `${fingerprint.slice(0, 8)} was revoked on ${revokedAt.toISOString()}, says ${list}`,
            })),
      ),
    ),
  explains: ['HDR-05'],
  owner: {
    ko: ({ names }) => `${names}의 보안 인증서가 취소되어서, 브라우저가 가게를 열어 주지 않아요.`,
    en: ({ names }) => `The security certificate of ${names} has been revoked, so browsers refuse to open the shop.`,
  },
  expert: ({ what }) => `On its issuer’s revocation list: ${what}.`,
  browser: 'NET::ERR_CERT_REVOKED; Firefox: SEC_ERROR_REVOKED_CERTIFICATE',
  mend: 'Its key may be in other hands: on the machine, move the bundle out of /var/lib/essence-aura/certificates/bundles, then sudo essence-aura-run pm2 restart certificates; a new key and certificate come at once. Then find out how the old key got out.',
});

export const SERVED_CERTIFICATE_FAULTS: readonly AnyFault[] = [
  ...[CERTIFICATE_ENDING, NAME_MISSING, CHAIN_INCOMPLETE, OF_STAGING, SELF_SIGNED, INTERMEDIATE_ENDED],
  ...[ROOT_UNKNOWN, OF_DEVELOPMENT, NOT_YET_VALID, WEAK, KEY_COSTLY, REVOKED],
];
