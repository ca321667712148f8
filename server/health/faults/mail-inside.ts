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

export const MAIL_INSIDE_FAULTS: readonly AnyFault[] = [MAIL_SERVER_SILENT];
