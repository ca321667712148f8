/** The certificate in use, judged by its store; who serves it, renews it or tells of it judges by these. */
import { fault, type AnyFault } from '../fault';
import { CERTIFICATE_STORE_FAULTS } from './certificate-store';

/** Of a certificate that nobody renews: the owner puts another one there. */
const SOON_MS = 7 * 24 * 60 * 60 * 1000;

const CERTIFICATE_LOG = 'On the machine: sudo essence-aura-run pm2 logs certificates --lines 50 --nostream';

export const CERTIFICATE_DAMAGED = fault({
  id: 'TLS-04',
  layer: 'tls',
  needs: ['damagedBundles', 'certificateInUse'],
  find: ({ damagedBundles, certificateInUse }) =>
    damagedBundles.length > 0 ? { damaged: damagedBundles, isReplaced: certificateInUse !== null } : null,
  severity: ({ isReplaced }) => (isReplaced ? 'risk' : 'down'),
  explains: ['CERT-05', 'CERT-06', 'CERT-27', 'TLS-20'],
  owner: {
    ko: '저장된 보안 인증서 파일이 손상됐거나 열쇠와 맞지 않아요.',
    en: 'A stored security certificate is damaged, or its key belongs to another one.',
  },
  expert: ({ damaged, isReplaced }) =>
    `A stored certificate can not be used, ${isReplaced ? 'an earlier one is used' : 'there is no other'}: ${damaged.join('; ')}`,
  mend: 'On the machine: move the named file out of /var/lib/essence-aura/certificates/bundles; another one is ordered within the hour, or at once after sudo essence-aura-run pm2 restart certificates',
});

/** It is kept: with a clock that is behind, a new certificate is the right one all the same. */
export const CERTIFICATE_NOT_YET_VALID = fault({
  id: 'CERT-20',
  layer: 'tls',
  severity: 'down',
  needs: ['certificateInUse'],
  find: ({ certificateInUse, now }) =>
    certificateInUse && now < certificateInUse.notBefore ? { from: certificateInUse.notBefore } : null,
  explains: ['CERT-01'],
  owner: {
    ko: '이 서버의 시계로 보면 보안 인증서의 유효 기간이 아직 시작되지 않았어요.',
    en: "By the server's clock the security certificate is not valid yet.",
  },
  expert: ({ from }) =>
    `By this machine's clock the certificate in use is not valid before ${from.toISOString()}: is the clock right?`,
  browser: 'NET::ERR_CERT_DATE_INVALID',
  mend: 'On the machine: chronyc tracking; sudo systemctl restart chrony',
});

export const CERTIFICATE_ENDED = fault({
  id: 'CERT-21',
  layer: 'tls',
  severity: 'down',
  needs: ['certificateInUse'],
  find: ({ certificateInUse, now }) =>
    certificateInUse && certificateInUse.notAfter <= now ? { at: certificateInUse.notAfter } : null,
  explains: ['CERT-01'],
  owner: {
    ko: '보안 인증서의 유효 기간이 끝나서 브라우저가 가게를 열어 주지 않아요.',
    en: 'The security certificate has ended, so browsers refuse to open the shop.',
  },
  expert: ({ at }) => `No new certificate was had: the certificate in use ended on ${at.toISOString()}.`,
  browser: 'NET::ERR_CERT_DATE_INVALID',
  mend: `${CERTIFICATE_LOG}; then docs/runbook.md, “The certificate fails”.`,
});

export const RENEWAL_OVERDUE = fault({
  id: 'CERT-22',
  layer: 'tls',
  severity: 'harm',
  needs: ['certificateInUse'],
  find({ certificateInUse, now }) {
    if (!certificateInUse?.emergencyAt) return null;
    const { emergencyAt, notAfter } = certificateInUse;
    return emergencyAt <= now && now < notAfter ? { at: notAfter } : null;
  },
  explains: ['CERT-01'],
  owner: {
    ko: '보안 인증서가 곧 끝나는데 아직 새것을 받지 못했어요.',
    en: 'The security certificate ends soon, and no new one could be had so far.',
  },
  expert: ({ at }) => `The certificate in use ends on ${at.toISOString()}, and no new one could be had so far.`,
  mend: `${CERTIFICATE_LOG}; then docs/runbook.md, “The certificate fails”.`,
});

export const CERTIFICATE_ENDS_SOON = fault({
  id: 'CERT-23',
  layer: 'tls',
  severity: 'harm',
  needs: ['certificateInUse'],
  find({ certificateInUse, now }) {
    if (!certificateInUse || certificateInUse.emergencyAt) return null;
    const { notAfter } = certificateInUse;
    return now < notAfter && notAfter.getTime() - now.getTime() < SOON_MS ? { at: notAfter } : null;
  },
  explains: ['CERT-01'],
  owner: {
    ko: '직접 넣어 둔 보안 인증서가 일주일 안에 끝나니 새것을 넣어 주세요.',
    en: 'The certificate that you put there yourself ends within a week: put a new one in its place.',
  },
  expert: ({ at }) => `The certificate in use ends on ${at.toISOString()}, and CERTIFICATES=files renews nothing.`,
  mend: 'On the machine: put key.pem and chain.pem into /var/lib/essence-aura/certificates/files',
});

/** Served all the same: some browsers know another way to a root. The root itself they don't look at. */
export const INTERMEDIATE_NOT_VALID = fault({
  id: 'CERT-24',
  layer: 'tls',
  severity: 'harm',
  needs: ['intermediates'],
  find({ intermediates, now }) {
    const wrong = intermediates.filter(({ notBefore, notAfter }) => now < notBefore || notAfter <= now);
    const when = ({ notBefore, notAfter }: (typeof wrong)[number]): string =>
      notAfter <= now ? `ended on ${notAfter.toISOString()}` : `is not valid before ${notBefore.toISOString()}`;
    return wrong.length > 0 ? { said: wrong.map((one) => `(${one.name}) ${when(one)}`).join('; ') } : null;
  },
  explains: ['CERT-09'],
  owner: {
    ko: '보안 인증서를 보증하는 중간 인증서의 기간이 맞지 않아 접속하지 못하는 손님이 많아요.',
    en: 'A certificate that vouches for the shop’s own is out of date, so many visitors can’t connect.',
  },
  expert: ({ said }) => `An intermediate of the certificate in use ${said}: many can not connect.`,
  browser: 'NET::ERR_CERT_DATE_INVALID',
  mend: 'Take the chain that the CA hands out today: remove the bundle below /var/lib/essence-aura/certificates/bundles, then on the machine: sudo essence-aura-run pm2 restart certificates',
});

/** CAs write no more letters about it. */
const NOBODY_WARNED = fault({
  id: 'CERT-07',
  layer: 'tls',
  needs: ['certificateInUse', 'missingVariables'],
  find({ certificateInUse, missingVariables, now }) {
    const names = missingVariables.filter((one) => /^(OWNER_EMAIL|MAIL_URL)\b/.test(one));
    if (names.length === 0 || !certificateInUse) return null;
    const { emergencyAt, notAfter } = certificateInUse;
    return { names: names.join(', '), isSoon: (emergencyAt ?? new Date(notAfter.getTime() - SOON_MS)) <= now };
  },
  severity: ({ isSoon }) => (isSoon ? 'harm' : 'risk'),
  owner: {
    ko: '보안 인증서가 끝나 가도 알려 줄 메일 주소가 없어요.',
    en: 'Nobody would be told that the security certificate is about to end.',
  },
  expert: ({ names }) => `Alarms reach nobody (${names}), and Let’s Encrypt has sent no letters since June 2025.`,
  mend: 'OWNER_EMAIL and MAIL_URL: ownerEmail in the stack’s configuration, npx pulumi up; on the machine: sudo essence-aura-environment; sudo systemctl restart essence-aura',
});

export const CERTIFICATE_FAULTS: readonly AnyFault[] = [
  ...[CERTIFICATE_DAMAGED, CERTIFICATE_NOT_YET_VALID, CERTIFICATE_ENDED, RENEWAL_OVERDUE, CERTIFICATE_ENDS_SOON],
  ...[INTERMEDIATE_NOT_VALID, NOBODY_WARNED],
  ...CERTIFICATE_STORE_FAULTS,
];
