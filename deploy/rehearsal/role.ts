/** What the machine may do in the account, and by what: credentials of its role, which it has to fetch again and again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type AccessKey } from './aws/credentials';
import { type Machine } from './machine';
import { ZONE } from './mocked-account';
import { type Report } from './report';
import { type Account } from './surroundings';
import { type Ran } from './waits';

const METADATA = 'http://169.254.169.254/latest';
const TOKEN = `curl --silent --show-error --fail --max-time 5 --request PUT --header 'x-aws-ec2-metadata-token-ttl-seconds: 5' ${METADATA}/api/token`;
/** As the host's own scripts ask AWS. */
const AWS = '. /usr/local/lib/essence-aura/common.sh; aws';

const CHANGE_ADDRESS = `change-resource-record-sets --hosted-zone-id ${ZONE} --change-batch '${JSON.stringify({
  Changes: [
    {
      Action: 'UPSERT',
      ResourceRecordSet: { Name: 'x.test', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }] },
    },
  ],
})}'`;

export async function rehearseRole(report: Report, machine: Machine, account: Account): Promise<void> {
  const run = (command: string): Promise<Ran> =>
    machine.run(command, { what: "an attempt with the machine's role", seconds: 60 });
  // Before anything is tried that has to be refused.
  tellRequests(report, account);
  await lookForKeys(report, run);
  await askMetadata(report, run);
  await exceedRole(report, run, account);
  await useExpired(report, run, account);
}

type Run = (command: string) => Promise<Ran>;

function tellRequests(report: Report, { cloud, role }: Account): void {
  const ids = new Set(role.issued.map(({ id }) => id));
  const own = cloud.asked.filter(({ keyId }) => keyId !== null && ids.has(keyId));
  const used = new Set(own.map(({ keyId }) => keyId));
  const nowMs = Date.now();
  const ended = role.issued.filter(({ id, expiresAtMs }) => used.has(id) && expiresAtMs < nowMs);
  report.find(
    "signed requests of the machine, by its role's credentials only",
    `${own.length}, with ${used.size} keys one after the other, of which ${ended.length} have expired meanwhile`,
    own.length > 0 && used.size > 1,
  );
  const refused = cloud.asked.filter((asked) => asked.refused !== null);
  for (const { host, what, refused: why } of refused.slice(0, 5)) report.note(`${String(why)}: ${what} at ${host}`);
  report.find(
    'of all requests: refused for their signature, for an expired key or by the policy of the role',
    `${refused.length} of ${cloud.asked.length}`,
    refused.length === 0,
  );
  const buckets = cloud.asked.filter(({ service }) => service === 's3');
  const byName = buckets.filter(({ host }) => !host.startsWith('s3.'));
  report.find(
    'the bucket, asked at an address of its own',
    `${byName.length} of ${buckets.length} requests`,
    byName.length === buckets.length,
  );
}

async function lookForKeys(report: Report, run: Run): Promise<void> {
  const places = '/etc/essence-aura /etc/pgbackrest.conf /root /var/lib/postgresql/.aws /opt/essence-aura/current/.env';
  const { stdout } = await run(
    `grep --recursive --files-with-matches --extended-regexp 'AKIA|ASIA|s3-key=|aws_secret' ${places} 2>/dev/null; true`,
  );
  const auto = await run("grep --quiet '^repo2-s3-key-type=auto$' /etc/pgbackrest.conf");
  report.find(
    'keys of AWS that lie on the machine',
    stdout.trim() || 'none; pgBackRest has key-type auto',
    stdout.trim() === '' && auto.code === 0,
  );
}

async function askMetadata(report: Report, run: Run): Promise<void> {
  const byRoot = await run(TOKEN);
  const withoutToken = await run(`curl --silent --output /dev/null --write-out '%{http_code}' ${METADATA}/meta-data/`);
  const byShop = await run(`setpriv --reuid=essence-aura --regid=essence-aura --init-groups -- ${TOKEN}`);
  report.find(
    'the metadata service: root by a token, the shop not at all',
    `root ${byRoot.code === 0 ? 'has one' : byRoot.stderr.trim()}; without one ${withoutToken.stdout}; the shop: ${byShop.stderr.trim()}`,
    byRoot.code === 0 && withoutToken.stdout === '401' && byShop.code !== 0,
  );
}

async function exceedRole(report: Report, run: Run, { bucket, cloud }: Account): Promise<void> {
  const proof = cloud.securityTokens.issued.at(-1);
  if (!proof) throw new Error('nobody ever took the role of the proofs');
  const attempts: readonly (readonly [string, string])[] = [
    ['write a release', `${AWS} s3 cp --only-show-errors /etc/hostname s3://${bucket}/releases/x`],
    ["read another's parameters", `${AWS} ssm get-parameters-by-path --path /another/`],
    ['command a machine', `${AWS} ssm get-command-invocation --command-id ${'0'.repeat(36)} --instance-id i-0`],
    ['write an address, by the role of the proofs', `${settingsOf(proof)} ${AWS} route53 ${CHANGE_ADDRESS}`],
    ['list releases, by the role of the proofs', `${settingsOf(proof)} ${AWS} s3 ls s3://${bucket}/releases/`],
  ];
  const allowed: string[] = [];
  for (const [name, command] of attempts) {
    const { code, stderr } = await run(command);
    if (code === 0 || !stderr.includes('AccessDenied')) allowed.push(`${name} (${stderr.trim().slice(0, 120)})`);
  }
  report.find(
    'what the role does not allow: refused',
    allowed.length === 0 ? attempts.map(([name]) => name).join(', ') : `not refused: ${allowed.join(', ')}`,
    allowed.length === 0,
  );
}

/** With the first credentials that the role ever had. */
async function useExpired(report: Report, run: Run, { bucket, role }: Account): Promise<void> {
  const first = role.issued[0];
  if (!first) throw new Error('the machine never asked for credentials');
  await sleep(Math.max(0, first.expiresAtMs - Date.now()) + 1_000);
  const { stderr } = await run(`${settingsOf(first)} ${AWS} s3 ls s3://${bucket}/backups/`);
  report.find(
    "the role's first credentials, tried again after their end: refused",
    stderr.trim().split('\n').at(-1) ?? '',
    stderr.includes('ExpiredToken'),
  );
}

const settingsOf = ({ id, secret, token }: AccessKey): string =>
  `export AWS_ACCESS_KEY_ID=${id} AWS_SECRET_ACCESS_KEY='${secret}' AWS_SESSION_TOKEN='${String(token)}';`;
