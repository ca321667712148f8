import pino from 'pino';
import { createReports } from '../../../server/certificates/reports';

function reportsThatAreRead() {
  const said: string[] = [];
  const logger = pino({}, { write: (line: string) => void said.push((JSON.parse(line) as { msg: string }).msg) });
  return { said, reports: createReports(logger, 'acme') };
}

test('what stays as it is is said once, and again after it was forgotten', () => {
  const { said, reports } = reportsThatAreRead();
  reports.once('error', 'the disk is full');
  reports.once('error', 'the disk is full');
  reports.forget();
  reports.once('error', 'the disk is full');
  expect(said).toEqual(['the disk is full', 'the disk is full']);
});

test('a problem is told when it comes and when it goes, not while it stays', () => {
  const { said, reports } = reportsThatAreRead();
  for (const problems of [['a'], ['a', 'b'], ['b'], []]) reports.note(problems);
  const [comes, goes] = ['a certificate needs attention', 'a problem is solved'];
  expect(said).toEqual([comes, comes, goes, goes]);
  expect(reports.problems()).toEqual([]);
});
