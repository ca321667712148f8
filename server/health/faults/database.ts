import { fault, type AnyFault } from '../fault';

export const DATABASE_UNREACHABLE = fault({
  id: 'DB-03',
  layer: 'database',
  severity: 'down',
  needs: ['databaseReach'],
  find: ({ databaseReach: { error } }) => (error === null ? null : { error }),
  explains: ['PROC-06'],
  owner: {
    ko: '데이터베이스가 대답하지 않아서 주문도 로그인도 할 수 없어요.',
    en: 'The database does not answer, so nobody can order or sign in.',
  },
  expert: ({ error }) => `The database can't be asked: ${error}`,
  mend: 'On the machine: systemctl status postgresql@17-main; sudo systemctl start postgresql; journalctl -u postgresql@17-main -n 50',
});

export const DATABASE_FAULTS: readonly AnyFault[] = [DATABASE_UNREACHABLE];
