/** Why the CA handed out no certificate, by its own words. */
import type { CertificateInUse } from '../facts/certificate';
import { fault, type AnyFault, type Fault, type Known, type Severity, type Words } from '../fault';
import { faultOfReason } from './acme-words';

export interface Refusal {
  readonly reason: string;
  readonly next: string;
  readonly severity: Severity;
}

/** A refusal hurts as much as the certificate in use is near its end. */
export function severityBy(inUse: CertificateInUse | null | undefined, now: Date): Severity {
  if (inUse === undefined) return 'harm';
  if (inUse === null || inUse.notAfter <= now) return 'down';
  return inUse.emergencyAt && inUse.emergencyAt <= now ? 'harm' : 'risk';
}

export const refusedAs =
  (id: string) =>
  ({ renewal, certificateInUse, now }: Known<'renewal'>): Refusal | null => {
    const { source, reason, nextAttemptAt } = renewal;
    if (source !== 'acme' || reason === null || faultOfReason(reason) !== id) return null;
    const next = nextAttemptAt ? ` The next attempt is at ${nextAttemptAt.toISOString()}.` : '';
    return { reason, next, severity: severityBy(certificateInUse, now) };
  };

export const CONSEQUENCES = ['CERT-01', 'CERT-05', 'CERT-21', 'CERT-22', 'CERT-27'];
export const ORDER_OF_PRODUCTION =
  'npx pulumi config rm certificateAuthority; npx pulumi up; npm run refresh-host. A production certificate is then ordered at once.';
export const AGAIN = 'then on the machine: sudo essence-aura-run pm2 restart certificates';

/** A row over the CA's own words. */
const refusal = (
  row: Pick<Fault, 'id' | 'certainty' | 'canBe' | 'layer'> & {
    readonly owner: Words;
    readonly meaning: string;
    readonly mend: string;
    readonly mendKo?: string;
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

const REFUSALS: readonly AnyFault[] = [
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
    ...{ id: 'ACME-REDIRECTED', layer },
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
    mend: `On the machine: sudo mv /var/lib/essence-aura/certificates/acme /root/, ${AGAIN}`,
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
    mendKo: '다음 시도를 기다리세요. 또 같은 말을 하면 docs/runbook.md의 “The certificate fails”를 보세요.',
  }),
  refusal({
    ...{ id: 'ACME-14', layer },
    owner: {
      ko: '인증 기관이 지금 바쁘거나 대답하지 않아요.',
      en: 'The authority is busy or can’t be reached at the moment.',
    },
    meaning: 'The CA was busy, down, or out of reach.',
    mend: 'See https://letsencrypt.status.io; the shop tries again by itself. On the machine: curl -sSI https://acme-v02.api.letsencrypt.org/directory',
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
    mend: 'npm run doctor -- --only network, from another computer; then sudo essence-aura-doctor on the machine',
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

export const ACME_REFUSALS: readonly AnyFault[] = [...REFUSALS, CAA_WORDS];
