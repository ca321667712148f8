/** Which mail server the doctor looks at: that of the desk goes before the environment's. */
import { gather } from '../../../server/doctor/gather';
import { MAIL_INSIDE_PROBES } from '../../../server/doctor/probes/mail-inside';
import { PROCESSES_PROBES } from '../../../server/doctor/probes/processes';
import { MAIL_INSIDE_FAULTS } from '../../../server/health/faults/mail-inside';
import { judge } from '../../../server/health/judge';
import { withDatabase } from '../../setup/database';
import { insideContext } from '../../setup/doctor';
import { lend } from '../../setup/lend';
import { startSmtpServer } from '../jobs/smtp-server';

const database = withDatabase({ each: true });
const smtp = lend({ open: () => startSmtpServer(), close: (server) => server.close() });

const missing = PROCESSES_PROBES.filter(({ fact }) => fact === 'missingVariables');

async function look(env: NodeJS.ProcessEnv) {
  const shop = { NODE_ENV: 'production', DOMAIN: 'essence-aura.com', DATABASE_URL: database.url, DATA_DIR: '/tmp' };
  const { facts } = await gather([...MAIL_INSIDE_PROBES, ...missing], insideContext({ ...shop, ...env }), {
    signal: AbortSignal.timeout(20_000),
    tell: () => undefined,
  });
  return { facts, findings: judge(facts, MAIL_INSIDE_FAULTS) };
}

const setUp = (port: number) => database.run`
  insert into mail_server (host, port, security, user_name, sender, changed_at)
  values ('127.0.0.1', ${port}, 'starttls', '', 'shop@example.com', now())`;

test('one that greets is looked at in the place of the environment’s, which nobody uses', async () => {
  await setUp(Number(new URL(smtp.url).port));
  const { facts, findings } = await look({ MAIL_URL: 'smtp://127.0.0.1:9' });
  expect(facts.mailServer).toMatchObject({ host: '127.0.0.1', isOfDesk: true, error: null });
  expect(findings).toEqual([]);
});

test('one that is silent is a finding that leads to the desk; the environment’s leads to its variable', async () => {
  const silent = await look({ MAIL_URL: 'smtp://127.0.0.1:9' });
  expect(silent.findings.map(({ id, mend }) => [id, mend])).toEqual([['MAIL-01', expect.stringContaining('MAIL_URL')]]);
  await setUp(9);
  const { findings } = await look({ MAIL_URL: smtp.url });
  expect(findings.map(({ id, mend }) => [id, mend])).toEqual([['MAIL-01', expect.stringContaining('the desk')]]);
  expect(findings[0]!.mend).not.toContain('MAIL_URL');
});

test('what is set up at the desk needs no variable', async () => {
  expect((await look({})).facts.missingVariables).toEqual([
    'MAIL_URL (mails are written to files)',
    'OWNER_EMAIL',
    'ACME_EMAIL',
  ]);
  await setUp(9);
  await database.run`insert into settings (key, value) values ('mail.newOrders', '"owner@example.com"')`;
  expect((await look({})).facts.missingVariables).toEqual(['ACME_EMAIL']);
  await database.run`update settings set value = '""'`;
  expect((await look({})).facts.missingVariables).toEqual(['OWNER_EMAIL', 'ACME_EMAIL']);
});

test('without a database the environment’s is all that is known', async () => {
  const { facts } = await look({ DATABASE_URL: 'postgres://127.0.0.1:9/none', MAIL_URL: smtp.url });
  expect(facts.mailServer).toMatchObject({ isOfDesk: false, error: null });
});
