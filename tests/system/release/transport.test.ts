/** The operator's side of a deploy, with programs on the PATH that write down how they were called. */
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectPaths } from '../../../server/config/paths';
import { readMigrations } from '../../../server/db/migrate';
import { expectAll } from '../../setup/html';

const { root } = projectPaths();

let checkout: string;
let bin: string;
let calls: string;

beforeEach(async () => {
  checkout = await mkdtemp(path.join(tmpdir(), 'essence-deploy-'));
  bin = path.join(checkout, 'bin');
  calls = path.join(checkout, 'calls');
  await mkdir(bin);
  for (const part of [
    'dist',
    'views',
    'migrations',
    'ecosystem.config.js',
    'package.json',
    'package-lock.json',
    'deploy/host/files',
  ]) {
    await cp(path.join(root, part), path.join(checkout, part), { recursive: true });
  }
  await symlink(path.join(root, 'node_modules'), path.join(checkout, 'node_modules'));
});

afterEach(() => rm(checkout, { recursive: true, force: true }));

/** @param script in JavaScript, with `args` and `reply(text)` */
async function fake(program: string, script: string): Promise<void> {
  const file = path.join(bin, program);
  const text = `#!${process.execPath}
const fs = require('node:fs');
const args = process.argv.slice(2);
const reply = (text) => process.stdout.write(text);
fs.appendFileSync(${JSON.stringify(calls)}, JSON.stringify([${JSON.stringify(program)}, ...args]) + '\\n');
${script}
`;
  await writeFile(file, text);
  await chmod(file, 0o755);
}

interface Ran {
  readonly exitCode: number;
  readonly output: string;
  readonly calls: readonly (readonly string[])[];
}

function run(
  command: 'deploy' | 'roll-back-host' | 'shell' | 'recover' | 'refresh-host',
  ...args: readonly string[]
): Promise<Ran> {
  const script = path.join(checkout, 'dist/server/bin', `${command}.js`);
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, ...args],
      { env: { PATH: `${bin}:/usr/bin:/bin` } },
      (error, stdout, stderr) => {
        void readFile(calls, 'utf8')
          .then(
            (text) => text,
            () => '',
          )
          .then((text) => {
            const made = text.split('\n').filter((line) => line !== '');
            resolve({
              exitCode: typeof error?.code === 'number' ? error.code : 0,
              output: stdout + stderr,
              calls: made.map((line) => JSON.parse(line) as string[]),
            });
          });
      },
    );
  });
}

async function artefact(): Promise<{ readonly file: string; readonly id: string; readonly sha256: string }> {
  const names = await readdir(path.join(checkout, 'artefacts'));
  const name = names.find((one) => one.endsWith('.tar.gz'))!;
  const file = path.join(checkout, 'artefacts', name);
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  expect(await readFile(`${file}.sha256`, 'utf8')).toBe(`${sha256}  ${name}\n`);
  expect(names).toHaveLength(2);
  return { file, id: /essence-aura-(.*)\.tar\.gz/.exec(name)![1]!, sha256 };
}

describe('over SSH', () => {
  const SSH = `
    if (args.at(-1).startsWith('mktemp')) reply('/tmp/essence-aura.AbC\\n');
    else if (args.at(-1).includes('sbin')) { reply('  ✓ canary   well 1.0 s\\n'); process.exit(Number(process.env.CODE ?? 0)); }`;
  const OPTIONS = ['BatchMode=yes', 'ConnectTimeout=15', 'ServerAliveInterval=15', 'ServerAliveCountMax=8'].flatMap(
    (option) => ['-o', option],
  );

  test('a deploy packs, copies, has the file received as root with its checksum, and cleans up', async () => {
    await fake('ssh', SSH);
    await fake('scp', '');
    const { exitCode, output, calls: made } = await run('deploy', 'admin@shop.example');
    expect(exitCode).toBe(0);
    const { file, id, sha256 } = await artefact();
    const place = `/tmp/essence-aura.AbC/${path.basename(file)}`;
    expect(made).toEqual([
      ['ssh', ...OPTIONS, '--', 'admin@shop.example', 'mktemp -d /tmp/essence-aura.XXXXXXXXXX'],
      ['scp', ...OPTIONS, '-q', '--', file, `admin@shop.example:${place}`],
      [
        'ssh',
        ...OPTIONS,
        '--',
        'admin@shop.example',
        `sudo -n -- /usr/local/sbin/essence-aura-receive ${place} ${sha256}`,
      ],
      ['ssh', ...OPTIONS, '--', 'admin@shop.example', 'rm -rf /tmp/essence-aura.AbC'],
    ]);
    expect(output).toMatch(new RegExp(`✓ pack +${id}, sha256 ${sha256.slice(0, 12)}`));
    expect(output).toContain('  ✓ canary   well 1.0 s');
  });

  test('what is carried is the build with its name in it, and no packages', async () => {
    await fake('ssh', SSH);
    await fake('scp', '');
    await run('deploy', 'admin@shop.example');
    const { file, id } = await artefact();
    const list = execFileSync('tar', ['-tzf', file], { encoding: 'utf8' }).split('\n');
    const tops = [...new Set(list.filter((name) => name !== '').map((name) => String(name.split('/')[0])))];
    const parts = ['deploy', 'dist', 'ecosystem.config.js', 'migrations', 'package-lock.json', 'package.json', 'views'];
    expect(tops.sort()).toEqual(parts);
    expect(list).toContain('dist/server/bin/activate.js');
    const release = execFileSync('tar', ['-xzOf', file, 'dist/release.json'], { encoding: 'utf8' });
    expect(JSON.parse(release)).toMatchObject({ id });
  });

  test('a deploy that fails on the host fails here, with what the host said', async () => {
    await fake('ssh', `process.env.CODE = '1';${SSH}`);
    await fake('scp', '');
    const { exitCode, output, calls: made } = await run('deploy', 'root@10.0.0.1', '--ssh-config', '/etc/its-own');
    expect(exitCode).toBe(1);
    expect(output.match(/✓ canary {3}well/g)).toHaveLength(1);
    expect(output).toContain('root@10.0.0.1 ended with exit code 1: see above.');
    expect(made[0]!.slice(0, 3)).toEqual(['ssh', '-F', '/etc/its-own']);
    expect(made[2]!.at(-1)).toMatch(/^\/usr\/local\/sbin\/essence-aura-receive /);
    expect(made.at(-1)!.at(-1)).toBe('rm -rf /tmp/essence-aura.AbC');
  });

  test('a roll-back asks the host for it', async () => {
    await fake('ssh', SSH);
    const { calls: made } = await run('roll-back-host', 'admin@shop.example', '--to', '20261120130000-1a2b3c4');
    expect(made.map((call) => call.at(-1))).toEqual([
      'sudo -n -- /usr/local/sbin/essence-aura-rollback 20261120130000-1a2b3c4',
    ]);
  });

  test('a host that would be an option of ssh is refused', async () => {
    await fake('ssh', SSH);
    const { exitCode, output, calls: made } = await run('deploy', 'a@-oProxyCommand=x');
    expect(exitCode).toBe(1);
    expect(output).toContain('is not a host');
    expect(made).toEqual([]);
  });
});

describe('to the machine of a stack', () => {
  const TAGS = Object.entries({ Project: 'essence-aura', Stack: 'production', Bucket: 'its-bucket' });
  const INSTANCE = {
    InstanceId: 'i-0abc',
    State: { Name: 'running' },
    Tags: TAGS.map(([Key, Value]) => ({ Key, Value })),
  };
  /** How it is found, whoever asks, and on whatever computer. */
  const FINDING = [
    ['aws', '--version'],
    ['aws', 'configure', 'get', 'region'],
    [
      ...['aws', 'ec2', 'describe-instances', '--region', 'ap-northeast-2', '--filters'],
      ...['Name=tag:Project,Values=essence-aura', 'Name=tag:Stack,Values=production'],
      'Name=instance-state-name,Values=pending,running,stopping,stopped',
      ...['--output', 'json'],
    ],
  ];
  /** A command is under way when it is first asked for, and then done. @param failing part of one that shall fail */
  const AWS = (failing = 'never', instances: readonly object[] = [INSTANCE]): string => `
    const given = (name) => args[args.indexOf(name) + 1];
    if (args[0] === '--version') reply('aws-cli/2.33.1 Python/3.13.9 Linux/6.12\\n');
    if (args[0] === 'configure') reply('ap-northeast-2\\n');
    if (args[0] === 'ec2') reply(${JSON.stringify(JSON.stringify({ Reservations: [{ Instances: instances }] }))});
    const file = (id) => __dirname + '/../command-' + id;
    if (args[1] === 'send-command') {
      const id = fs.readdirSync(__dirname + '/..').length;
      fs.writeFileSync(file(id), given('--parameters'));
      reply(JSON.stringify({ Command: { CommandId: String(id) } }));
    } else if (args[1] === 'get-command-invocation') {
      const id = given('--command-id');
      const command = fs.readFileSync(file(id), 'utf8');
      const peeks = command.includes('"cat /run/');
      const done = peeks || fs.existsSync(file(id) + '.asked');
      fs.writeFileSync(file(id) + '.asked', '');
      const failed = command.includes(${JSON.stringify(failing)});
      const Status = done ? (failed ? 'Failed' : 'Success') : 'InProgress';
      const StandardOutputContent = peeks ? 'one\\ntw' : done ? 'one\\ntwo\\n' : '';
      reply(JSON.stringify({ Status, ResponseCode: failed ? 1 : 0, StandardOutputContent, StandardErrorContent: '' }));
    } else if (args.some((arg) => arg.endsWith('/current.json'))) {
      const file = args.find((arg) => arg.endsWith('.current.json'));
      fs.copyFileSync(file, __dirname + '/../current.json');
    }`;

  test('a deploy goes through the bucket and Systems Manager, and names the release in the bucket last', async () => {
    await fake('aws', AWS());
    const { exitCode, output, calls } = await run('deploy', '--stack', 'production');
    const made = calls.slice(FINDING.length);
    // Each line once, although it was told twice.
    expect(output.match(/^(?:one|two)$/gm)).toEqual(['one', 'two']);
    expect(exitCode).toBe(0);
    const { file, id, sha256 } = await artefact();
    const name = path.basename(file);
    const place = `/opt/essence-aura/incoming/${name}`;
    expect(calls.slice(0, FINDING.length)).toEqual(FINDING);
    expect(made[0]).toEqual([
      ...['aws', 's3', 'cp', '--only-show-errors', file, `s3://its-bucket/releases/${name}`],
      ...['--region', 'ap-northeast-2'],
    ]);
    const sent = made.filter((call) => call[2] === 'send-command');
    expect(sent.map((call) => call[call.indexOf('--instance-ids') + 1])).toEqual(['i-0abc', 'i-0abc', 'i-0abc']);
    const commands = sent.map((call) => JSON.parse(call[call.indexOf('--parameters') + 1]!).commands as string[]);
    expect(commands).toEqual([
      [`aws s3 cp --only-show-errors --region ap-northeast-2 s3://its-bucket/releases/${name} ${place}`],
      [expect.stringContaining(`'/usr/local/sbin/essence-aura-receive ${place} ${sha256} 2>&1 | tee /run/`)],
      [expect.stringMatching(/^cat \/run\/essence-aura-[0-9a-f]{16}\.log$/)],
    ]);
    expect(made.at(-1)).toContain('s3://its-bucket/releases/current.json');
    const current = JSON.parse(await readFile(path.join(checkout, 'current.json'), 'utf8')) as unknown;
    expect(current).toEqual({ release: id, key: `releases/${name}`, sha256 });
  });

  test('a release that fails on the machine is not named in the bucket', async () => {
    await fake('aws', AWS('essence-aura-receive'));
    const { exitCode, output, calls: made } = await run('deploy');
    expect(exitCode).toBe(1);
    expectAll(output, 'one\ntwo\n', 'essence-aura-receive on i-0abc: Failed, exit code 1');
    expect(made.flat().filter((word) => word.endsWith('/current.json'))).toEqual([]);
  });

  test('a stack without a machine is told in a sentence, before anything is packed', async () => {
    await fake('aws', AWS('never', []));
    const { exitCode, output } = await run('deploy');
    expect(exitCode).toBe(1);
    expect(output).toContain('There is no machine of essence-aura in ap-northeast-2');
    expect(await readdir(checkout)).not.toContain('artefacts');
  });

  test('a roll-back asks the only machine there is for it, and needs nothing but the AWS CLI', async () => {
    await fake('aws', AWS());
    const { exitCode, calls: made } = await run('roll-back-host');
    expect(exitCode).toBe(0);
    expect(new Set(made.map(([program]) => program))).toEqual(new Set(['aws']));
    const sent = made.find((call) => call[2] === 'send-command')!;
    expect(sent.join(' ')).toContain('essence-aura-rollback');
  });

  test('a shell on it is had by the same way, and ends as the session does', async () => {
    await fake('aws', `${AWS()} if (args[1] === 'start-session') { reply('a shell'); process.exitCode = 3; }`);
    const { exitCode, output, calls: made } = await run('shell', '--stack', 'production');
    expect([exitCode, output]).toEqual([3, 'a shell']);
    expect(made.at(-1)).toEqual(['aws', 'ssm', 'start-session', '--region', 'ap-northeast-2', '--target', 'i-0abc']);
  });

  test('is told to read its settings anew', async () => {
    await fake('aws', AWS());
    const { exitCode, calls: made } = await run('refresh-host');
    expect(exitCode).toBe(0);
    const sent = made.find((call) => call[2] === 'send-command')!;
    expect(sent.join(' ')).toContain('/usr/local/sbin/essence-aura-environment');
  });

  test('is not given up where the passphrase of its state is not there', async () => {
    const stacks = path.join(checkout, 'deploy/stacks');
    await mkdir(stacks, { recursive: true });
    await writeFile(
      path.join(stacks, 'Pulumi.production.yaml'),
      'encryptionsalt: v1:x\nconfig:\n  aws:region: ap-northeast-2\n  essence-aura:domain: essence-aura.com\n',
    );
    const { exitCode, output, calls: made } = await run('recover');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^Pulumi needs the passphrase of the stack .*PULUMI_CONFIG_PASSPHRASE_FILE/);
    expect(made).toEqual([]);
  });

  test('without the AWS CLI one sentence says what is needed', async () => {
    await writeFile(path.join(bin, 'aws'), '#!/nowhere\n');
    await chmod(path.join(bin, 'aws'), 0o755);
    const { exitCode, output } = await run('roll-back-host');
    expect(exitCode).toBe(1);
    expect(output).toContain('The AWS CLI is needed, version 2: https://docs.aws.amazon.com/');
  });
});

test('a migration that narrows stops a deploy before anything else', async () => {
  const migrations = path.join(checkout, 'migrations');
  const landed = (await readMigrations(migrations)).length;
  const name = `${String(landed + 1).padStart(4, '0')}_tidy`;
  await writeFile(path.join(migrations, `${name}.sql`), 'drop table carts;');
  const { exitCode, output, calls: made } = await run('deploy', 'admin@shop.example');
  expect(exitCode).toBe(1);
  expect(output).toContain(`${name} drops something`);
  expect(made).toEqual([]);
});
