import { fault, type AnyFault } from '../fault';
import { ACME_REFUSALS, AGAIN, CONSEQUENCES, ORDER_OF_PRODUCTION, refusedAs, severityBy } from './acme-refusals';
import { LEADS_ELSEWHERE_FAULTS } from './leads-elsewhere';

const layer = 'authority';

const PLACEHOLDER = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost|local)$/i;

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

const CONTACT_REFUSED = fault({
  id: 'ACME-09',
  layer,
  needs: ['renewal'],
  find(known) {
    const refused = refusedAs('ACME-09')(known);
    if (refused) return { said: ` It said: ${refused.reason}`, severity: refused.severity };
    const { source, email, isProduction, directoryUrl } = known.renewal;
    const isPublic = /\.api\.letsencrypt\.org$/.test(new URL(directoryUrl).hostname);
    const isRefused =
      source === 'acme' && isProduction && isPublic && email !== null && PLACEHOLDER.test(domainOf(email));
    return isRefused ? { said: '', severity: severityBy(known.certificateInUse, known.now) } : null;
  },
  severity: ({ severity }) => severity,
  explains: CONSEQUENCES,
  owner: {
    ko: '인증서를 신청할 때 쓰는 메일 주소를 인증 기관이 받아 주지 않아요.',
    en: 'The authority takes no orders with the e-mail address that is set.',
  },
  expert: ({ said }) => `ACME_EMAIL, or OWNER_EMAIL in its place, is an address that the CA refuses.${said}`,
  mend: `Set ownerEmail to an address that gets mail, npx pulumi up, ${AGAIN}`,
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

/** Renewed at two thirds of its life, even a certificate of six days is one of two a week. CAs stop at five. */
const MOST_A_WEEK = 3;
const WEEK_MS = 7 * 24 * HOUR_MS;

const ISSUED_TOO_OFTEN = fault({
  id: 'CERT-08',
  layer,
  severity: 'risk',
  needs: ['renewal'],
  find({ renewal, now }) {
    const count = renewal.issuedAt.filter((at) => now.getTime() - at.getTime() < WEEK_MS).length;
    return renewal.source === 'acme' && count > MOST_A_WEEK ? { count } : null;
  },
  explains: ['ACME-04', 'ACME-13'],
  owner: {
    ko: '보안 인증서를 너무 자주 새로 받고 있어서, 정작 필요할 때 인증 기관이 내주지 않을 수 있어요.',
    en: 'New security certificates are fetched so often that the authority may refuse one when it is needed.',
  },
  expert: ({ count }) =>
    `${count} certificates were issued within a week, where renewal at two thirds of the lifetime, or by ARI, needs 2 at most.`,
  mend: 'On the machine: DATA_DIR/certificates must stay where it is (it names the reason for each order): sudo essence-aura-run pm2 logs certificates --lines 200 --nostream',
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
  mend: ORDER_OF_PRODUCTION,
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
  explains: ['ACME-01', 'ACME-02', 'ACME-REDIRECTED', 'ACME-CONNECT', 'NET-12', ...CONSEQUENCES],
  owner: {
    ko: '접속을 받는 프로그램(엣지)이 인증 기관의 확인에 대답하지 못해요.',
    en: 'The shop’s front door does not answer the authority’s checks.',
  },
  expert: ({ hereSaid }) => `A planted challenge token is not answered by the edge on loopback, port 80: ${hereSaid}`,
  mend: 'On the machine: sudo essence-aura-run pm2 logs edge --lines 50 --nostream; ls -l /var/lib/essence-aura/certificates/challenges',
});

const NAME_UNREACHED = fault({
  id: 'NET-12',
  layer: 'network',
  severity: 'risk',
  needs: ['challengeReach'],
  find({ challengeReach: { here, looks } }) {
    const silent = looks.filter(({ answer }) => answer === 'none');
    if (here !== 'ours' || silent.length === 0) return null;
    return { where: silent.map(({ host, address, said }) => `${host} at ${address} (${said})`).join(', ') };
  },
  certainty: 'likely',
  canBe: ['NET-02', 'NET-04', 'NET-05', 'NET-06', 'NET-07', 'NET-10', 'NET-SILENT-80', 'DNS-03', 'DNS-04'],
  owner: {
    ko: '서버가 가게의 이름으로 자기 자신에게 닿지 못해요.',
    en: 'The server can’t reach itself by the shop’s own name.',
  },
  expert: ({ where }) => `Port 80 is answered on loopback, and not under the name's own addresses: ${where}.`,
  mend: 'npm run doctor from another computer tells whether the world can; if it can, only this machine’s own way is closed',
});

export const AUTHORITY_FAULTS: readonly AnyFault[] = [
  ...ACME_REFUSALS,
  ...[CONTACT_REFUSED, ORDERED_TOO_OFTEN, STAGING_IN_PRODUCTION, RENEWAL_INFO_SILENT, CHALLENGES_UNANSWERED],
  ...[ISSUED_TOO_OFTEN, NAME_UNREACHED, ...LEADS_ELSEWHERE_FAULTS],
];
