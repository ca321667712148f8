import { DatabaseError } from 'pg';
import { errorForLog } from '../../../server/process/logger';

function refusedRow(): DatabaseError {
  const error = new DatabaseError('duplicate key value violates unique constraint "accounts_email_key"', 100, 'error');
  return Object.assign(error, {
    severity: 'ERROR',
    code: '23505',
    detail: 'Key (email)=(seoyeon@example.com) already exists.',
    hint: 'seoyeon@example.com',
    where: "COPY accounts, line 1: seoyeon@example.com\nportal with parameters: $1 = 'seoyeon@example.com'",
    internalQuery: "select 'seoyeon@example.com'",
    schema: 'public',
    table: 'accounts',
    constraint: 'accounts_email_key',
    parameters: ['seoyeon@example.com'],
    query: "insert into accounts values ('seoyeon@example.com')",
  });
}

test('an error of the database is logged with what was refused where, and with nothing of anybody', () => {
  const logged = errorForLog(refusedRow());
  expect(logged).toMatchObject({
    type: 'DatabaseError',
    code: '23505',
    table: 'accounts',
    constraint: 'accounts_email_key',
  });
  expect(JSON.stringify(logged)).not.toContain('seoyeon');
});

test('so is one that is the cause of another, one of several, or a field of another', () => {
  const wrapped = new Error('an order could not be placed', { cause: refusedRow() });
  const several = new AggregateError([refusedRow(), wrapped], 'two things');
  const held = Object.assign(new Error('held'), { original: refusedRow(), payload: { email: 'seoyeon@example.com' } });
  for (const error of [wrapped, several, held]) {
    expect(JSON.stringify(errorForLog(error))).not.toContain('seoyeon');
  }
  expect(JSON.stringify(errorForLog(wrapped))).toContain('accounts_email_key');
  expect(JSON.stringify(errorForLog(several))).toContain('23505');
});

test('what a system error says of the machine stays', () => {
  const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
    address: '127.0.0.1',
    port: 5432,
  });
  expect(errorForLog(error)).toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect', port: 5432 });
});

test('what is no error is logged as it is', () => {
  expect(errorForLog('a word')).toBe('a word');
  expect(errorForLog(undefined)).toBeUndefined();
});
