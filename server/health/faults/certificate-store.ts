/** The certificate store on the machine, and whether the edge serves what is in it. */
import { fault, type AnyFault } from '../fault';

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

export const CERTIFICATE_STORE_FAULTS: readonly AnyFault[] = [
  ...[STORE_IN_RELEASE, STORE_FOREIGN, STORE_READABLE, NO_CERTIFICATE, STALE_CERTIFICATE, NO_HANDSHAKE],
];
