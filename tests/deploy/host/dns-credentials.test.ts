/** The helper of root's that leaves an hour's credentials for proofs by DNS. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readDnsCredentials } from '../../../server/certificates/dns-credentials';
import { systemClock } from '../../../server/process/clock';
import { newDirectory } from '../directories';
import { runHostCommand } from './command';

const ROLE = 'arn:aws:iam::123456789012:role/challenges-1a2b3c4';
const TOLD = { region: 'ap-northeast-2', zoneId: 'Z0123456789ABCDEFGHIJ', challengeRoleArn: ROLE };

let etc: string;
let kept: string;
beforeEach(() => {
  etc = newDirectory();
  kept = path.join(etc, 'run', 'route53.json');
});

/** @param answers what the AWS CLI says, one after the other; null: it fails */
function make(host: object, answers: readonly (object | null)[] = []): string {
  const said = path.join(etc, 'answers');
  rmSync(said, { recursive: true, force: true });
  mkdirSync(said);
  for (const [i, answer] of answers.entries())
    if (answer) writeFileSync(path.join(said, String(i)), JSON.stringify(answer));
  const asks = path.join(etc, 'asked');
  writeFileSync(asks, '');
  const aws = `n=$(wc -l <'${asks}')\necho "$@" >>'${asks}'\ncat '${said}'/$n`;
  const env = { ESSENCE_AURA_RUN: path.join(etc, 'run') };
  return runHostCommand({ name: 'essence-aura-dns-credentials', etc, host, fakes: { aws, sleep: '' }, env });
}

const asked = (): readonly string[] => readFileSync(path.join(etc, 'asked'), 'utf8').split('\n').filter(Boolean);
const taken = (secret = 'c2VjcmV0/+') => ({
  AccessKeyId: 'ASIAEXAMPLE',
  SecretAccessKey: secret,
  SessionToken: 'dG9rZW4=',
  Expiration: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, '+00:00'),
});

describe('the credentials for proofs by DNS', () => {
  test('are those of the role, for an hour, in a form that the certificates process takes, and are not printed', async () => {
    expect(make(TOLD, [taken()])).toBe('');
    expect(asked()).toEqual([
      `sts assume-role --role-arn ${ROLE} --role-session-name certificates --duration-seconds 3600 --query Credentials --output json`,
    ]);
    expect((statSync(kept).mode & 0o777).toString(8)).toBe('440');
    expect(await readDnsCredentials(kept, systemClock)).toMatchObject({
      zoneId: TOLD.zoneId,
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: 'c2VjcmV0/+',
      sessionToken: 'dG9rZW4=',
    });
  });

  test('are asked for again while the role is not known everywhere, and replace the last ones at once', async () => {
    make(TOLD, [taken()]);
    make(TOLD, [null, null, taken('bmV4dA')]);
    expect(asked()).toHaveLength(3);
    expect((await readDnsCredentials(kept, systemClock)).secretAccessKey).toBe('bmV4dA');
  });

  test('stay as they are where none can be had, which is said', () => {
    make(TOLD, [taken()]);
    const before = readFileSync(kept, 'utf8');
    expect(() => make(TOLD, [null, null, null, null, null, null])).toThrow(
      /the role .*challenges-1a2b3c4 could not be taken/,
    );
    expect(readFileSync(kept, 'utf8')).toBe(before);
  });

  test('are taken away, and asked for no more, where names are proven over HTTP', () => {
    make(TOLD, [taken()]);
    make({ region: 'ap-northeast-2', zoneId: null, challengeRoleArn: null });
    expect(existsSync(kept)).toBe(false);
    expect(asked()).toEqual([]);
  });
});
