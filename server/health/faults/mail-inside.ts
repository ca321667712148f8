import { fault, type AnyFault } from '../fault';

/** EC2 lets nobody out to it. */
const BLOCKED_PORT = 25;

/** Where it says which server it is. */
const AT_THE_DESK = 'the desk, Settings, E-mail';
const FOR_THE_MACHINE = 'MAIL_URL in /etc/essence-aura/environment';

const MAIL_SERVER_SILENT = fault({
  id: 'MAIL-01',
  layer: 'mail',
  severity: 'harm',
  needs: ['mailServer'],
  find: ({ mailServer: { host, port, isOfDesk, error } }) =>
    error === null ? null : { host, port, setIn: isOfDesk ? AT_THE_DESK : FOR_THE_MACHINE, error },
  explains: ['MAIL-20', 'MAIL-21', 'JOB-04'],
  owner: {
    ko: '메일을 보내 주는 서버에 닿지 못해서 주문 메일이 나가지 않아요.',
    en: 'The server that sends our mails can’t be reached, so order mails do not leave.',
  },
  expert: ({ host, port, error }) => `${host}, port ${port}: ${error}`,
  mend: ({ host, port, setIn }) =>
    port === BLOCKED_PORT
      ? `EC2 blocks port 25: use 587 in ${setIn}`
      : `On the machine: openssl s_client -connect ${host}:${port}${port === 465 ? '' : ' -starttls smtp'}; security group: egress ${port}; ${setIn}`,
});

const ADDRESS_NAMELESS = fault({
  id: 'MAIL-04',
  layer: 'mail',
  severity: 'harm',
  needs: ['reverseName'],
  find: ({ reverseName: { address, names } }) => (names.length === 0 ? { address } : null),
  certainty: 'likely',
  owner: {
    ko: '이 서버가 메일을 직접 보내는데 서버 주소에 이름이 없어서, 많은 메일 서버가 주문 메일을 받지 않아요.',
    en: 'This machine delivers mails itself, and its address has no name, so many servers refuse order mails.',
  },
  expert: ({ address }) => `${address} has no PTR record that leads to a name and back (FCrDNS).`,
  mend: 'Send through SES or another relay: MAIL_URL in /etc/essence-aura/environment. Or EC2 console, Elastic IP addresses, Update reverse DNS; port 25 is closed there until AWS opens it.',
  mendKo:
    'SES 같은 메일 발송 서비스로 보내세요(/etc/essence-aura/environment의 MAIL_URL). 또는 EC2 콘솔, 탄력적 IP, 역방향 DNS 업데이트. 25번 포트는 AWS에 열어 달라고 해야 열려요.',
});

export const MAIL_INSIDE_FAULTS: readonly AnyFault[] = [MAIL_SERVER_SILENT, ADDRESS_NAMELESS];
