import type { CertificateInUse } from '../facts/certificate';
import { fault, type AnyFault, type Fault, type Known, type Severity, type Words } from '../fault';
import { faultOfReason } from './acme-words';

interface Refusal {
  readonly reason: string;
  readonly next: string;
  readonly severity: Severity;
}

/** A refusal hurts as much as the certificate in use is near its end. */
function severityBy(inUse: CertificateInUse | null | undefined, now: Date): Severity {
  if (inUse === undefined) return 'harm';
  if (inUse === null || inUse.notAfter <= now) return 'down';
  return inUse.emergencyAt && inUse.emergencyAt <= now ? 'harm' : 'risk';
}

const refusedAs =
  (id: string) =>
  ({ renewal, certificateInUse, now }: Known<'renewal'>): Refusal | null => {
    const { source, reason, nextAttemptAt } = renewal;
    if (source !== 'acme' || reason === null || faultOfReason(reason) !== id) return null;
    const next = nextAttemptAt ? ` The next attempt is at ${nextAttemptAt.toISOString()}.` : '';
    return { reason, next, severity: severityBy(certificateInUse, now) };
  };

const CONSEQUENCES = ['CERT-01', 'CERT-05', 'CERT-21', 'CERT-22', 'CERT-27'];
const AGAIN = 'then on the machine: sudo essence-aura-run pm2 restart certificates';

/** A row over the CA's own words. */
const refusal = (
  row: Pick<Fault, 'id' | 'certainty' | 'canBe' | 'layer'> & {
    readonly owner: Words;
    readonly meaning: string;
    readonly mend: string;
  },
): Fault<'renewal', Refusal> => {
  const { meaning, ...rest } = row;
  return fault<'renewal', Refusal>({
    ...rest,
    needs: ['renewal'],
    find: refusedAs(row.id),
    severity: ({ severity }) => severity,
    explains: CONSEQUENCES,
    expert: ({ reason, next }) => `${meaning} It said: ${reason}${next}`,
  });
};

const layer = 'authority';

const LIMITED = {
  ko: '인증서를 발급하는 기관이 정한 횟수를 넘겨서 한동안 새 인증서를 받을 수 없어요.',
  en: 'The authority’s limit is used up, so no new certificate can be had for a while.',
};

const REFUSALS = [
  refusal({
    ...{ id: 'ACME-01', layer },
    owner: {
      ko: '인증 기관이 확인하러 왔는데 이 가게가 아닌 다른 것이 대답했어요.',
      en: 'The authority came to check the name, and something else than this shop answered.',
    },
    meaning: 'The CA asked for our token at port 80, and got something else.',
    mend: `See which address answers: npm run doctor; let the names lead here, ${AGAIN}`,
  }),
  refusal({
    ...{ id: 'ACME-02', layer },
    owner: {
      ko: '인증서를 받으려는 프로그램이 둘이라 서로의 확인을 망치고 있어요.',
      en: 'Two programs order certificates, and each spoils the other’s proof.',
    },
    meaning: 'Another answer than ours came with 200: a second ACME client, or a cache in front.',
    mend: `On the machine: systemctl list-timers | grep -i -e certbot -e acme; disable it, ${AGAIN}`,
  }),
  refusal({
    ...{ id: 'ACME-03', layer },
    owner: {
      ko: '인증 기관이 확인하러 왔다가 엉뚱한 곳으로 돌려보내졌어요.',
      en: 'The authority was sent somewhere else when it came to check.',
    },
    meaning: 'The challenge was redirected where no CA follows.',
    mend: `Whatever stands in front of port 80 must leave /.well-known/acme-challenge/ alone, ${AGAIN}`,
  }),
  refusal({
    ...{ id: 'ACME-04', layer },
    owner: LIMITED,
    meaning: 'Five certificates for these very names were issued within a week.',
    mend: 'Restore DATA_DIR/certificates from the backup (docs/runbook.md), or wait for the time that the CA names: the shop tries again by itself.',
  }),
  refusal({
    ...{ id: 'ACME-05', layer },
    owner: LIMITED,
    meaning: 'The CA could not check the names too often within an hour.',
    mend: 'Mend what the other findings name, and wait for the time that the CA names: the shop tries again by itself.',
  }),
  refusal({
    ...{ id: 'ACME-06', layer },
    owner: {
      ko: '실패가 너무 오래 이어져서 인증 기관이 이 가게의 신청을 멈춰 두었어요.',
      en: 'After many failures the authority has paused this shop: somebody has to follow its link.',
    },
    meaning: 'The CA has paused the account for these names.',
    mend: `Mend the cause, follow the link in the CA’s words, ${AGAIN}`,
  }),
  refusal({
    ...{ id: 'ACME-07', layer },
    owner: LIMITED,
    meaning: 'Fifty certificates for names below this domain were issued within a week.',
    mend: 'Use a staging directory for trials (ACME_DIRECTORY_URL), and wait for the time that the CA names.',
  }),
  refusal({
    ...{ id: 'ACME-08', layer },
    owner: LIMITED,
    meaning: 'Too many accounts were registered from this address: its key was not kept.',
    mend: 'Keep DATA_DIR/certificates on a disk that stays, and wait for the time that the CA names.',
  }),
  refusal({
    ...{ id: 'ACME-10', layer },
    owner: {
      ko: '인증 기관이 이 가게의 계정을 모르거나 닫아 두었어요.',
      en: 'The authority does not know the shop’s account, or has closed it.',
    },
    meaning: 'The account is not one of this directory, or was deactivated.',
    mend: `On the machine: mv /var/lib/essence-aura/certificates/acme /root/, ${AGAIN}`,
  }),
  refusal({
    ...{ id: 'ACME-11', layer },
    owner: {
      ko: '인증서 신청 순서가 어긋나서 인증 기관이 거절했어요.',
      en: 'The authority refused an order that was told twice that it is ready.',
    },
    meaning: 'A challenge was answered a second time; the reason for the first refusal is hidden.',
    mend: 'One ACME client alone: on the machine: systemctl list-timers | grep -i -e certbot -e acme',
  }),
  refusal({
    ...{ id: 'ACME-12', layer },
    owner: {
      ko: '인증 기관이 신청을 아직 처리하는 중이에요.',
      en: 'The authority was still busy with the order.',
    },
    meaning: 'The order was finalized before it was ready.',
    mend: 'Wait for the next attempt; if it says so again, docs/runbook.md, “The certificate fails”.',
  }),
  refusal({
    ...{ id: 'ACME-14', layer },
    owner: {
      ko: '인증 기관이 지금 바쁘거나 대답하지 않아요.',
      en: 'The authority is busy or can’t be reached at the moment.',
    },
    meaning: 'The CA was busy, down, or out of reach.',
    mend: 'See https://letsencrypt.status.io; the shop tries again by itself. On the machine: curl -sv "$ACME_DIRECTORY_URL" -o /dev/null',
  }),
  refusal({
    ...{ id: 'ACME-15', layer },
    owner: {
      ko: '인증 기관이 이 이름에는 인증서를 내주지 않아요.',
      en: 'The authority issues no certificate for this name.',
    },
    meaning: 'The CA refuses one of the names by its policy.',
    mend: 'Use a domain of your own: DOMAIN in the stack’s configuration.',
  }),
  refusal({
    ...{ id: 'NET-03', layer: 'network', certainty: 'likely' },
    owner: {
      ko: '어떤 나라에서는 가게에 닿지 못해서 인증 기관의 확인이 실패했어요.',
      en: 'The shop can’t be reached from some parts of the world, so the authority’s check failed.',
    },
    meaning: 'The first look of the CA passed, and those from elsewhere did not: a firewall by country or address.',
    mend: 'Open port 80 to the whole world: the CA publishes no addresses. Security group: 80 from 0.0.0.0/0 and ::/0.',
  }),
  refusal({
    ...{
      id: 'ACME-DNS',
      layer,
      canBe: ['DNS-01', 'DNS-02', 'DNS-03', 'DNS-06', 'DNS-08', 'DNS-09', 'DNS-11', 'REG-01', 'REG-03'],
    },
    owner: {
      ko: '인증 기관이 가게의 이름을 찾지 못했어요.',
      en: 'The authority could not look the shop’s name up.',
    },
    meaning: 'A look-up of the CA failed.',
    mend: 'npm run doctor -- --only dns,registrar',
  }),
  refusal({
    ...{
      id: 'ACME-CONNECT',
      layer,
      canBe: ['NET-01', 'NET-02', 'NET-04', 'NET-05', 'NET-06', 'NET-07', 'NET-10', 'DNS-03', 'DNS-04'],
    },
    owner: {
      ko: '인증 기관이 가게의 문(80번 포트)까지 오지 못했어요.',
      en: 'The authority could not get to the shop’s door, port 80.',
    },
    meaning: 'The CA could not connect.',
    mend: 'npm run doctor -- --only network, from another computer; then sudo npm run doctor on the machine',
  }),
  refusal({
    ...{ id: 'ACME-OTHER', layer },
    owner: {
      ko: '인증 기관이 새 인증서를 내주지 않았어요.',
      en: 'The authority did not hand out a new certificate.',
    },
    meaning: 'The last order failed.',
    mend: 'docs/runbook.md, “The certificate fails”',
  }),
];

/** The CA's look-ups of CAA are told by the rows that look themselves; without one, the CA's word counts. */
const CAA_WORDS = fault({
  id: 'ACME-CAA',
  layer,
  needs: ['renewal'],
  find: (known) => refusedAs('DNS-07')(known) ?? refusedAs('DNS-08')(known),
  severity: ({ severity }) => severity,
  explains: CONSEQUENCES,
  canBe: ['DNS-07', 'DNS-08', 'DNS-09', 'DNS-10'],
  owner: {
    ko: '도메인 설정이 이 인증 기관의 인증서를 막고 있어요.',
    en: 'A record of the domain keeps this authority from issuing a certificate.',
  },
  expert: ({ reason, next }) => `The CA found no CAA record that lets it issue. It said: ${reason}${next}`,
  mend: 'npm run doctor -- --only dns',
});

const PLACEHOLDER = /@(?:[^@]*\.)?(?:example(?:\.(?:com|net|org))?|invalid|test|localhost|local)$/i;

export const CONTACT_REFUSED = fault({
  id: 'ACME-09',
  layer,
  needs: ['renewal'],
  find(known) {
    const refused = refusedAs('ACME-09')(known);
    if (refused) return { said: ` It said: ${refused.reason}`, severity: refused.severity };
    const { source, email, isProduction, directoryUrl } = known.renewal;
    const isPublic = /\.api\.letsencrypt\.org$/.test(new URL(directoryUrl).hostname);
    const isRefused = source === 'acme' && isProduction && isPublic && email !== null && PLACEHOLDER.test(email);
    return isRefused ? { said: '', severity: severityBy(known.certificateInUse, known.now) } : null;
  },
  severity: ({ severity }) => severity,
  explains: CONSEQUENCES,
  owner: {
    ko: '인증서를 신청할 때 쓰는 메일 주소를 인증 기관이 받아 주지 않아요.',
    en: 'The authority takes no orders with the e-mail address that is set.',
  },
  expert: ({ said }) => `ACME_EMAIL, or OWNER_EMAIL in its place, is an address that the CA refuses.${said}`,
  mend: `Set ownerEmail to an address that gets mail, npm run up, ${AGAIN}`,
});

/** Our own schedule keeps below it: more means that something else orders, or that notes are lost. */
const MOST_AN_HOUR = 6;
const HOUR_MS = 60 * 60 * 1000;

const ORDERED_TOO_OFTEN = fault({
  id: 'ACME-13',
  layer,
  severity: 'risk',
  needs: ['renewal'],
  find({ renewal, now }) {
    const count = renewal.attemptedAt.filter((at) => now.getTime() - at.getTime() < HOUR_MS).length;
    return renewal.source === 'acme' && count > MOST_AN_HOUR ? { count } : null;
  },
  explains: ['ACME-04', 'ACME-05', 'ACME-06'],
  owner: {
    ko: '인증서를 너무 자주 신청하고 있어서 인증 기관이 곧 막을 수 있어요.',
    en: 'Certificates are ordered so often that the authority may soon refuse any more.',
  },
  expert: ({ count }) => `${count} orders within the last hour, where our own back-off allows 5.`,
  mend: 'One certificates process alone: sudo essence-aura-run pm2 list',
});

const STAGING_IN_PRODUCTION = fault({
  id: 'ACME-16',
  layer,
  severity: 'down',
  needs: ['renewal'],
  find: ({ renewal: { source, isStaging, isProduction, directoryUrl } }) =>
    source === 'acme' && isStaging && isProduction ? { directoryUrl } : null,
  explains: ['CERT-04'],
  owner: {
    ko: '연습용 인증서를 쓰고 있어서 손님의 브라우저가 경고를 띄워요.',
    en: 'A certificate for rehearsals is in use, so visitors’ browsers warn.',
  },
  expert: ({ directoryUrl }) => `In production the ACME directory is a staging one: ${directoryUrl}`,
  browser: 'NET::ERR_CERT_AUTHORITY_INVALID',
  mend: 'Remove acmeDirectoryUrl from the stack’s configuration (ACME_DIRECTORY_URL), npm run up; another certificate is ordered by itself',
});

const RENEWAL_INFO_SILENT = fault({
  id: 'ACME-20',
  layer,
  severity: 'risk',
  needs: ['renewal'],
  find: ({ renewal: { renewalInfoProblem: problem } }) => (problem === null ? null : { problem }),
  certainty: 'likely',
  owner: {
    ko: '인증서를 언제 바꾸면 좋을지 인증 기관에 물어보지 못했어요.',
    en: 'The authority could not be asked when it wants the certificate renewed.',
  },
  expert: ({ problem }) => `Renewal information (RFC 9773) could not be had: ${problem}`,
  mend: 'Nothing needs to be done now: without it, renewal is at two thirds of the lifetime.',
});

const CHALLENGES_UNANSWERED = fault({
  id: 'ACME-21',
  layer,
  severity: 'harm',
  needs: ['challengeReach'],
  find: ({ challengeReach: { here, hereSaid } }) => (here === 'ours' ? null : { hereSaid }),
  explains: ['ACME-01', 'ACME-02', 'ACME-03', 'ACME-CONNECT', 'NET-12', ...CONSEQUENCES],
  owner: {
    ko: '가게의 문지기가 인증 기관의 확인에 대답하지 못해요.',
    en: 'The shop’s front door does not answer the authority’s checks.',
  },
  expert: ({ hereSaid }) => `A planted challenge token is not answered by the edge on loopback, port 80: ${hereSaid}`,
  mend: 'On the machine: sudo essence-aura-run pm2 logs edge --lines 50 --nostream; ls -l /var/lib/essence-aura/certificates/challenges',
});

const isIpv6 = (address: string): boolean => address.includes(':');

/** Over the address another machine answered, so it isn't this one. */
const elsewhere =
  (wanted: (address: string) => boolean) =>
  ({ challengeReach: { here, looks } }: Known<'challengeReach'>): { readonly where: string } | null => {
    if (here !== 'ours') return null;
    const wrong = looks.filter(({ address, answer }) => wanted(address) && answer === 'another');
    return wrong.length === 0
      ? null
      : { where: wrong.map(({ host, address, said }) => `${host} at ${address} (${said})`).join(', ') };
  };

const LEADS_ELSEWHERE = fault({
  id: 'DNS-03',
  layer: 'dns',
  severity: 'down',
  needs: ['challengeReach'],
  find: elsewhere((address) => !isIpv6(address)),
  explains: ['ACME-01', 'ACME-CONNECT', 'NET-11', 'CERT-02', ...CONSEQUENCES],
  owner: {
    ko: '가게의 이름이 이 서버가 아닌 다른 곳을 가리키고 있어요.',
    en: 'The shop’s name leads to another machine.',
  },
  expert: ({ where }) => `A token planted here was not found where the name leads: ${where}.`,
  mend: 'Route 53, the hosted zone, the A record: the Elastic IP of this machine (pulumi stack output)',
});

const LEADS_ELSEWHERE_OVER_IPV6 = fault({
  id: 'DNS-20',
  layer: 'dns',
  severity: 'harm',
  needs: ['challengeReach'],
  find: elsewhere(isIpv6),
  explains: ['DNS-04', 'ACME-01', 'ACME-CONNECT', ...CONSEQUENCES],
  owner: {
    ko: 'IPv6로 들어오는 손님은 다른 서버로 가게 돼요.',
    en: 'Visitors who come over IPv6, as most phones do, end at another machine.',
  },
  expert: ({ where }) => `A token planted here was not found where the AAAA record leads: ${where}.`,
  mend: 'Route 53, the hosted zone, the AAAA record: the IPv6 address of this machine, or no such record',
});

const NAME_UNREACHED = fault({
  id: 'NET-OWN-NAME',
  layer: 'network',
  severity: 'risk',
  needs: ['challengeReach'],
  find({ challengeReach: { here, looks } }) {
    const silent = looks.filter(({ answer }) => answer === 'none');
    if (here !== 'ours' || silent.length === 0) return null;
    return { where: silent.map(({ host, address, said }) => `${host} at ${address} (${said})`).join(', ') };
  },
  certainty: 'likely',
  canBe: ['NET-12', 'NET-02', 'NET-04', 'NET-05', 'NET-06', 'NET-07', 'NET-10', 'NET-SILENT-80', 'DNS-03', 'DNS-04'],
  owner: {
    ko: '서버가 가게의 이름으로 자기 자신에게 닿지 못해요.',
    en: 'The server can’t reach itself by the shop’s own name.',
  },
  expert: ({ where }) => `Port 80 is answered on loopback, and not under the name's own addresses: ${where}.`,
  mend: 'npm run doctor from another computer tells whether the world can; if it can, only this machine’s own way is closed',
});

const STORE_IN_RELEASE = fault({
  id: 'CERT-10',
  layer: 'tls',
  severity: 'risk',
  needs: ['storeFiles'],
  find: ({ storeFiles: { isInRelease, directory } }) => (isInRelease ? { directory } : null),
  explains: ['ACME-04', 'ACME-08'],
  owner: {
    ko: '인증서를 넣어 둔 곳이 새 버전을 올릴 때마다 지워져요.',
    en: 'Certificates are kept where the next deploy deletes them.',
  },
  expert: ({ directory }) => `${directory} lies inside the release.`,
  mend: 'Set DATA_DIR to a directory outside of releases, such as /var/lib/essence-aura',
});

const STORE_FOREIGN = fault({
  id: 'CERT-25',
  layer: 'tls',
  severity: 'harm',
  needs: ['storeFiles'],
  find: ({ storeFiles: { foreign } }) => (foreign.length > 0 ? { foreign: foreign.join(', ') } : null),
  explains: ['ACME-21'],
  owner: {
    ko: '인증서 파일의 주인이 달라서 가게 프로그램이 읽거나 바꾸지 못해요.',
    en: 'Certificate files belong to another user, so the shop’s programs can’t read or replace them.',
  },
  expert: ({ foreign }) => `Not owned by the user that DATA_DIR belongs to: ${foreign}`,
  mend: 'On the machine: sudo chown -R essence-aura:essence-aura /var/lib/essence-aura/certificates',
});

const STORE_READABLE = fault({
  id: 'CERT-26',
  layer: 'tls',
  severity: 'risk',
  needs: ['storeFiles'],
  find: ({ storeFiles: { readable } }) => (readable.length > 0 ? { readable: readable.join(', ') } : null),
  owner: {
    ko: '인증서의 비밀 열쇠를 이 서버의 다른 사용자도 읽을 수 있어요.',
    en: 'Other users of the server may read the certificate’s secret key.',
  },
  expert: ({ readable }) => `Wider than 0600 for files and 0700 for directories: ${readable}`,
  mend: 'On the machine: sudo chmod -R u=rwX,go= /var/lib/essence-aura/certificates',
});

const NO_CERTIFICATE = fault({
  id: 'CERT-27',
  layer: 'tls',
  severity: 'down',
  needs: ['certificateInUse', 'renewal'],
  find: ({ certificateInUse, renewal: { source } }) => (certificateInUse === null ? { source } : null),
  explains: ['CERT-05'],
  owner: {
    ko: '아직 보안 인증서가 없어서 브라우저가 경고를 띄워요.',
    en: 'There is no security certificate yet, so browsers warn.',
  },
  expert: ({ source }) => `The store holds no certificate (CERTIFICATES=${source}).`,
  browser: 'NET::ERR_CERT_AUTHORITY_INVALID',
  mend: 'On the machine: sudo essence-aura-run pm2 logs certificates --lines 50 --nostream; then docs/runbook.md, “The certificate fails”',
});

const STALE_CERTIFICATE = fault({
  id: 'CERT-06',
  layer: 'tls',
  severity: 'harm',
  needs: ['servedHere'],
  find({ servedHere: { stored, names } }) {
    const stale = names.filter(({ served }) => stored !== null && served !== null && served !== stored);
    return stale.length === 0 || stored === null
      ? null
      : { stored, stale: stale.map(({ host, served }) => `${host} ${(served ?? '').slice(0, 16)}`).join(', ') };
  },
  explains: ['CERT-01', 'CERT-02', 'CERT-05'],
  owner: {
    ko: '새 인증서를 받았는데 가게는 아직 옛 인증서를 내보내고 있어요.',
    en: 'A new certificate is there, and the shop still shows an old one.',
  },
  expert: ({ stored, stale }) => `Served: ${stale}; stored: ${stored.slice(0, 16)} (SHA-256, first 8 bytes).`,
  mend: 'On the machine: sudo essence-aura-run pm2 reload edge',
});

const NO_HANDSHAKE = fault({
  id: 'TLS-20',
  layer: 'tls',
  severity: 'down',
  needs: ['servedHere'],
  find({ servedHere: { names } }) {
    const failed = names.filter(({ served }) => served === null);
    return failed.length > 0 ? { failed: failed.map(({ host, said }) => `${host}: ${said}`).join('; ') } : null;
  },
  canBe: ['NET-10', 'HOST-03', 'HOST-05', 'TLS-01', 'TLS-02', 'TLS-04'],
  owner: {
    ko: '이 서버 안에서도 가게의 보안 연결이 열리지 않아요.',
    en: 'Even on the server itself no secure connection to the shop can be opened.',
  },
  expert: ({ failed }) => `No handshake with the edge on loopback: ${failed}`,
  mend: 'On the machine: sudo essence-aura-run pm2 logs edge --lines 50 --nostream',
});

export const AUTHORITY_FAULTS: readonly AnyFault[] = [
  ...REFUSALS,
  ...[CAA_WORDS, CONTACT_REFUSED, ORDERED_TOO_OFTEN, STAGING_IN_PRODUCTION, RENEWAL_INFO_SILENT, CHALLENGES_UNANSWERED],
  ...[LEADS_ELSEWHERE, LEADS_ELSEWHERE_OVER_IPV6, NAME_UNREACHED],
  ...[STORE_IN_RELEASE, STORE_FOREIGN, STORE_READABLE, NO_CERTIFICATE, STALE_CERTIFICATE, NO_HANDSHAKE],
];
