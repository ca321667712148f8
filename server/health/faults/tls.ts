import { evidenceOf, type Evidence, type Sign } from '../evidence';
import type { Handshake, HandshakeOutcome, ServedCertificate, TlsVersion } from '../facts/tls';
import { fault, type AnyFault } from '../fault';
import { SLOW_HANDSHAKE_MS } from '../slow';
import { SERVED_CERTIFICATE_FAULTS } from './served-certificate';

const at = ({ host, address }: Pick<Handshake, 'host' | 'address'>): string => `${host} (${address})`;

const signs = (handshakes: readonly Handshake[], says: (one: Handshake) => string): Sign[] =>
  handshakes.map((one) => ({ at: one.host, says: `${at(one)}: ${says(one)}` }));

const ending =
  (outcome: HandshakeOutcome) =>
  ({ handshakes }: { readonly handshakes: readonly Handshake[] }): Evidence | null =>
    evidenceOf(
      signs(
        handshakes.filter((one) => one.outcome === outcome),
        ({ code, tookMs }) => code ?? `nothing in ${tookMs} ms`,
      ),
    );

export const PLAIN_HTTP_ON_443 = fault({
  id: 'TLS-01',
  layer: 'tls',
  severity: 'down',
  needs: ['handshakes'],
  find: ending('plain-http'),
  explains: ['NET-STRANGER'],
  owner: {
    ko: ({ names }) =>
      `${names}의 보안 접속 포트(443)에서 암호화되지 않은 프로그램이 응답하고 있어서, 손님이 가게를 열 수 없어요.`,
    en: ({ names }) =>
      `What answers at the secure door of ${names} doesn’t speak encryption, so nobody can open the shop.`,
  },
  expert: ({ what }) => `The HTTPS port answers a plain GET with HTTP: ${what}.`,
  browser: 'ERR_SSL_PROTOCOL_ERROR; Firefox: SSL_ERROR_RX_RECORD_TOO_LONG',
  mend: 'On the machine: sudo ss -ltnp "sport = :443" names the program; the edge belongs there, the shop on 127.0.0.1:3001. Behind a load balancer: listener and target group speak HTTPS on both sides, or HTTP behind it.',
});

export const HANDSHAKE_REFUSED = fault({
  id: 'TLS-02',
  layer: 'tls',
  severity: 'down',
  needs: ['handshakes'],
  find: ending('alert'),
  explains: ['NET-STRANGER'],
  owner: {
    ko: ({ names }) => `${names}에는 보안 인증서가 준비되어 있지 않아서, 손님이 가게를 열 수 없어요.`,
    en: ({ names }) => `The server has no security certificate for ${names}, so nobody can open it.`,
  },
  expert: ({ what }) => `The handshake is refused before any certificate is shown: ${what}.`,
  browser: 'ERR_SSL_PROTOCOL_ERROR or ERR_SSL_UNRECOGNIZED_NAME_ALERT',
  mend: 'On the machine: sudo essence-aura-doctor; DOMAIN in its settings must be the name that is asked for, then npm run refresh-host.',
});

export const HANDSHAKE_CUT = fault({
  id: 'TLS-CLOSED',
  layer: 'tls',
  severity: 'down',
  needs: ['handshakes'],
  find: ending('closed'),
  canBe: ['TLS-02', 'TLS-04', 'HOST-02', 'HOST-08', 'NET-05'],
  explains: ['NET-STRANGER'],
  owner: {
    ko: ({ names }) => `${names}에 접속하면 보안 연결이 시작하자마자 끊겨서, 손님이 가게를 열 수 없어요.`,
    en: ({ names }) => `The secure connection to ${names} is cut as soon as it begins, so nobody can open it.`,
  },
  expert: ({ what }) => `TCP connects, and the handshake ends without an alert: ${what}.`,
  browser: 'ERR_CONNECTION_CLOSED or ERR_CONNECTION_RESET',
  mend: 'On the machine: sudo essence-aura-doctor, then sudo essence-aura-run pm2 logs edge: does it restart, has it run out of files or memory?',
});

export const HANDSHAKE_SLOW = fault({
  id: 'TLS-SLOW',
  layer: 'tls',
  severity: ({ isStalled }: Evidence & { readonly isStalled: boolean }) => (isStalled ? 'down' : 'harm'),
  needs: ['handshakes'],
  find({ handshakes, endpoints = [] }) {
    const slow = handshakes.filter(
      ({ outcome, tookMs }) => outcome === 'stalled' || (outcome === 'done' && tookMs > SLOW_HANDSHAKE_MS),
    );
    const unknown = endpoints.filter(({ unknownName }) => unknownName === 'stalled');
    const found = evidenceOf([
      ...signs(slow, ({ outcome, tookMs }) => `${outcome} after ${tookMs} ms, twice`),
      ...unknown.map(({ address }) => ({ at: address, says: `${address}: stalled for a name that nobody has` })),
    ]);
    return found && { ...found, isStalled: slow.some(({ outcome }) => outcome === 'stalled') };
  },
  canBe: ['CAP-01', 'CAP-02', 'CAP-03', 'HOST-02', 'NET-04'],
  explains: ['NET-STRANGER'],
  owner: {
    ko: ({ names }) => `${names}의 보안 연결이 너무 오래 걸려서, 손님이 기다리다 떠날 수 있어요.`,
    en: ({ names }) => `The secure connection to ${names} takes so long that visitors may give up.`,
  },
  expert: ({ what }) => `TCP connects at once, the handshake is late: ${what}.`,
  browser: 'A spinner, then ERR_TIMED_OUT',
  mend: 'On the machine: sudo essence-aura-doctor; top shows whether CPU or memory is used up, sudo essence-aura-run pm2 logs edge whether it hangs.',
});

const versionsOf = (
  endpoints: readonly { readonly address: string; readonly accepts: Readonly<Record<TlsVersion, boolean | null>> }[],
  wrong: (accepts: Readonly<Record<TlsVersion, boolean | null>>) => readonly TlsVersion[],
  verb: string,
): Sign[] =>
  endpoints.flatMap(({ address, accepts }) => {
    const versions = wrong(accepts);
    return versions.length > 0 ? [{ at: address, says: `${address} ${verb} ${versions.join(' and ')}` }] : [];
  });

export const OLD_VERSIONS = fault({
  id: 'TLS-05',
  layer: 'tls',
  severity: ({ isTooNew }: Evidence & { readonly isTooNew: boolean }) => (isTooNew ? 'harm' : 'risk'),
  needs: ['endpoints'],
  find({ endpoints }) {
    const old = versionsOf(
      endpoints,
      (accepts) => (['TLSv1', 'TLSv1.1'] as const).filter((version) => accepts[version] === true),
      'still takes',
    );
    const missing = versionsOf(
      endpoints,
      (accepts) => (['TLSv1.2', 'TLSv1.3'] as const).filter((version) => accepts[version] === false),
      'refuses',
    );
    const found = evidenceOf([...old, ...missing]);
    return found && { ...found, isTooNew: missing.some(({ says }) => says.includes('TLSv1.2')) };
  },
  owner: {
    ko: '보안 연결의 버전 설정이 맞지 않아서, 오래된 기기가 접속하지 못하거나 보안 점수가 낮아져요.',
    en: 'The versions of encryption are set wrongly, so older devices are kept out or scanners grade the shop down.',
  },
  expert: ({ what }) => `${what}. TLS 1.2 and 1.3, and nothing else, is right.`,
  browser: 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
  mend: 'server/certificates/tls-options.ts: minVersion TLSv1.2 and no maxVersion; then npm run deploy. If another server answers, its own settings.',
});

export const NO_DEFAULT_CERTIFICATE = fault({
  id: 'TLS-06',
  layer: 'tls',
  severity: 'risk',
  needs: ['endpoints'],
  find: ({ endpoints }) =>
    evidenceOf(
      endpoints
        .filter(({ withoutName }) => withoutName !== 'done')
        .map(({ address, withoutName }) => ({ at: address, says: `${address}: ${withoutName} without a server name` })),
    ),
  owner: {
    ko: '이름을 밝히지 않고 연결하는 오래된 프로그램은 가게에 접속할 수 없어요.',
    en: 'Old programs that don’t say which name they want can’t connect to the shop.',
  },
  expert: ({ what }) => `A handshake without SNI fails: ${what}. Some monitors and balancers send none.`,
  mend: 'Serve the apex’ certificate by default; our edge does: sudo ss -ltnp "sport = :443" says whether it is ours.',
});

export const HOST_BOUND_TO_CONNECTION = fault({
  id: 'TLS-07',
  layer: 'tls',
  severity: 'harm',
  needs: ['greetings'],
  find: ({ greetings }) =>
    evidenceOf(
      greetings.flatMap(({ host, address, process, crossedStatus: status }) =>
        // Told that it is misdirected, a browser opens another connection by itself.
        process === 'edge' && status !== null && status !== 200 && status !== 421
          ? [{ at: host, says: `${status} for app. on a connection opened for ${host} (${address})` }]
          : [],
      ),
    ),
  owner: {
    ko: ({ names }) => `${names}에 연결해 둔 브라우저가 그 연결로 관리 화면을 열면 거절당해요.`,
    en: ({ names }) =>
      `A browser that is connected to ${names} is refused when it opens the desk on the same connection.`,
  },
  expert: ({ what }) => `Connections are shared by names of one certificate (RFC 9113, 9.1.1), and here: ${what}.`,
  mend: 'One certificate for all names, and no look at the handshake’s name per request: server/edge/greenlock.ts does both.',
});

export const NO_HTTP2 = fault({
  id: 'TLS-30',
  layer: 'tls',
  severity: 'risk',
  needs: ['handshakes'],
  find: ({ handshakes }) =>
    evidenceOf(
      signs(
        handshakes.filter(({ outcome, alpn }) => outcome === 'done' && alpn !== 'h2'),
        ({ alpn }) => alpn ?? 'no protocol chosen',
      ),
    ),
  owner: {
    ko: ({ names }) => `${names}에서 빠른 전송 방식(HTTP/2)이 쓰이지 않아서 페이지가 느리게 열려요.`,
    en: ({ names }) => `HTTP/2 isn’t offered under ${names}, so pages open more slowly than they could.`,
  },
  expert: ({ what }) => `ALPN h2 was offered and not chosen: ${what}.`,
  mend: 'Our edge always chooses it, so somebody stands in between: a load balancer’s listener or a TLS-inspecting proxy.',
});

/** Two of them by one address would be two processes, one of which has not noticed the new one yet. */
export const CERTIFICATES_DIFFER = fault({
  id: 'CERT-DIFFERS',
  layer: 'tls',
  severity: 'harm',
  needs: ['handshakes'],
  find({ handshakes }) {
    const shown = handshakes.flatMap(({ host, address, certificate }) =>
      certificate ? [{ host, address, certificate }] : [],
    );
    if (new Set(shown.map(({ certificate }) => certificate.fingerprint)).size < 2) return null;
    const word = ({ fingerprint, notAfter }: ServedCertificate): string =>
      `${fingerprint.slice(0, 8)} until ${notAfter.toISOString().slice(0, 10)}`;
    return evidenceOf(shown.map((one) => ({ at: one.host, says: `${at(one)}: ${word(one.certificate)}` })));
  },
  canBe: ['CERT-06', 'DNS-05', 'DNS-04', 'NET-13'],
  owner: {
    ko: ({ names }) => `${names}에 서로 다른 보안 인증서가 쓰이고 있어서, 그중 낡은 것을 받는 손님은 경고를 보게 돼요.`,
    en: ({ names }) =>
      `Different security certificates are shown under ${names}: who is handed the older one will see a warning.`,
  },
  expert: ({ what }) => `One certificate is meant for all names, and these are served: ${what}.`,
  mend: 'On the machine: sudo essence-aura-doctor, then sudo essence-aura-run pm2 reload edge; if an address isn’t this machine’s, remove its record.',
});

export const TLS_FAULTS: readonly AnyFault[] = [
  ...[PLAIN_HTTP_ON_443, HANDSHAKE_REFUSED, HANDSHAKE_CUT, HANDSHAKE_SLOW, OLD_VERSIONS, NO_DEFAULT_CERTIFICATE],
  ...[HOST_BOUND_TO_CONNECTION, NO_HTTP2, CERTIFICATES_DIFFER, ...SERVED_CERTIFICATE_FAULTS],
];
