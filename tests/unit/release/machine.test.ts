import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openAwsCli, type Aws } from '../../../server/release/aws-cli';
import { findMachines, findRunningMachine, regionsFor } from '../../../server/release/machine';
import { ProgramError, type RunProgram } from '../../../server/release/run-program';

const fails = (message: string, exitCode: number | null = 255) => new ProgramError('aws', exitCode, message);

describe('the AWS CLI', () => {
  const cli = (version: string, answer: string | Error = '') => {
    const run: RunProgram = (_program, [first]) => {
      const said = first === '--version' ? version : answer;
      return said instanceof Error ? Promise.reject(said) : Promise.resolve(said);
    };
    return openAwsCli(run);
  };

  test('is wanted in version 2, and where it is missing or older one sentence says so', async () => {
    await expect(cli('aws-cli/2.33.1 Python/3.13.9 Darwin/25.1.0 source/arm64\n')).resolves.toBeDefined();
    await expect(cli('aws-cli/1.44.2 Python/3.9.6 Darwin/25.1.0 botocore/1.40\n')).rejects.toThrow(
      /has to be of version 2; this is aws-cli\/1\.44\.2/,
    );
    const run: RunProgram = () => Promise.reject(fails('aws is not installed here, or not on the PATH', null));
    await expect(openAwsCli(run)).rejects.toThrow(/The AWS CLI is needed, version 2: https:/);
  });

  test.each([
    'Unable to locate credentials. You can configure credentials by running "aws login".',
    "Your session has expired. Please reauthenticate using 'aws login'.",
    'Error when retrieving token from sso: Token has expired and refresh failed',
    'An error occurred (ExpiredTokenException) when calling the SendCommand operation: The security token',
    'An error occurred (RequestExpired) when calling the DescribeInstances operation: Request has expired.',
  ])('"%s" is told with what to do', async (said) => {
    const aws = await cli('aws-cli/2.33.1 Python/3.13.9', fails(said));
    await expect(aws(['x'])).rejects.toThrow(/sign in with `aws login`, or set AWS_PROFILE/);
    await expect(aws(['x'])).rejects.toThrow(said);
    const old = await cli('aws-cli/2.23.6 Python/3.13.9', fails(said));
    await expect(old(['x'])).rejects.toThrow(/`aws login` needs the CLI 2\.32; this is 2\.23/);
  });

  test('says what else went wrong as it is', async () => {
    const aws = await cli('aws-cli/2.33.1 x', fails('An error occurred (UnauthorizedOperation)'));
    await expect(aws(['x'])).rejects.toThrow(/^An error occurred \(UnauthorizedOperation\)$/);
  });
});

describe('the region', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'essence-region-'));
    mkdirSync(path.join(root, 'deploy/stacks'), { recursive: true });
    cpSync('deploy/stacks/Pulumi.example.yaml', path.join(root, 'deploy/stacks/Pulumi.example.yaml'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const configured =
    (region: string | Error): Aws =>
    () =>
      region instanceof Error ? Promise.reject(region) : Promise.resolve(region);
  const notSet = configured(fails('aws ended with 1', 1));
  const file = (stack: string, region: string) =>
    writeFileSync(path.join(root, `deploy/stacks/Pulumi.${stack}.yaml`), `config:\n  aws:region: ${region}\n`);

  test('is that of the environment, then that of the CLI, and then that of the file of the stack', async () => {
    file('production', 'ap-northeast-2');
    file('staging', "'eu-west-1'");
    const search = { stack: 'production', root };
    const inEnvironment = await regionsFor(notSet, { ...search, awsRegion: 'us-west-2' });
    expect(inEnvironment).toEqual(['us-west-2', 'ap-northeast-2']);
    expect(await regionsFor(configured('us-east-1\n'), { ...search, awsRegion: null })).toEqual([
      'us-east-1',
      'ap-northeast-2',
    ]);
    expect(await regionsFor(notSet, { ...search, awsRegion: null })).toEqual(['ap-northeast-2']);
    expect(await regionsFor(notSet, { stack: null, root, awsRegion: null })).toEqual(['ap-northeast-2', 'eu-west-1']);
  });

  test('where nobody says it one sentence tells how to', async () => {
    await expect(regionsFor(notSet, { stack: null, root, awsRegion: null })).rejects.toThrow(
      /^Which region\? Set AWS_REGION, such as/,
    );
  });

  test('a profile that is not there is told, and not taken for a region that is not set', async () => {
    const wrong = configured(fails('The config profile (shop) could not be found'));
    await expect(regionsFor(wrong, { stack: null, root, awsRegion: null })).rejects.toThrow(/config profile \(shop\)/);
  });
});

const MADE = '2026-11-20T03:00:00+00:00';
interface Kind {
  readonly stack?: string;
  readonly state?: string;
  readonly bucket?: string | null;
}

function instance(id: string, { stack = 'production', state = 'running', bucket = 'its-bucket' }: Kind = {}) {
  const tags = { Project: 'essence-aura', Stack: stack, ...(bucket === null ? {} : { Bucket: bucket }) };
  return {
    InstanceId: id,
    State: { Name: state },
    RootDeviceName: '/dev/xvda',
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    BlockDeviceMappings: [
      { DeviceName: '/dev/sdf', Ebs: { VolumeId: 'vol-data', AttachTime: '2026-11-25T03:00:00+00:00' } },
      { DeviceName: '/dev/xvda', Ebs: { VolumeId: 'vol-root', AttachTime: MADE } },
    ],
  };
}

/** @param inRegion by region */
function answering(inRegion: Readonly<Record<string, readonly object[]>>): { aws: Aws; asked: (readonly string[])[] } {
  const asked: (readonly string[])[] = [];
  const aws: Aws = (args) => {
    asked.push(args);
    const found = inRegion[String(args[args.indexOf('--region') + 1])] ?? [];
    return Promise.resolve(JSON.stringify({ Reservations: found.map((one) => ({ Instances: [one] })) }));
  };
  return { aws, asked };
}

describe('the machine of a stack', () => {
  const inSeoul = (...instances: readonly object[]) => answering({ 'ap-northeast-2': instances }).aws;
  const search = { stack: 'production', regions: ['ap-northeast-2'] };

  test('is asked for by its tags, among those that are not ended for good', async () => {
    const { aws, asked } = answering({ 'ap-northeast-2': [instance('i-0abc')] });
    expect(await findMachines(aws, search)).toEqual([
      {
        instanceId: 'i-0abc',
        stack: 'production',
        state: 'running',
        region: 'ap-northeast-2',
        bucket: 'its-bucket',
        madeAt: new Date(MADE),
        volumes: ['vol-data', 'vol-root'],
      },
    ]);
    expect(asked).toEqual([
      [
        ...['ec2', 'describe-instances', '--region', 'ap-northeast-2', '--filters'],
        ...['Name=tag:Project,Values=essence-aura', 'Name=tag:Stack,Values=production'],
        'Name=instance-state-name,Values=pending,running,stopping,stopped',
        ...['--output', 'json'],
      ],
    ]);
  });

  test('is looked for in the next region where the first has none', async () => {
    const { aws } = answering({ 'ap-northeast-2': [instance('i-0abc')] });
    const found = await findRunningMachine(aws, { stack: null, regions: ['us-east-1', 'ap-northeast-2'] });
    expect(found).toMatchObject({ instanceId: 'i-0abc', region: 'ap-northeast-2' });
  });

  test('that is not there is one sentence, which says where it was looked for', async () => {
    await expect(
      findRunningMachine(inSeoul(), { ...search, regions: ['us-east-1', 'ap-northeast-2'] }),
    ).rejects.toThrow(
      /^There is no machine of the stack production in us-east-1 or ap-northeast-2, in the account .*run npx pulumi up first/,
    );
  });

  test('that is not the only one is one sentence, which names them', async () => {
    const both = inSeoul(instance('i-0abc'), instance('i-0def', { stack: 'staging' }));
    await expect(findRunningMachine(both, { ...search, stack: null })).rejects.toThrow(
      'There is more than one machine of essence-aura in ap-northeast-2: i-0abc (production) and i-0def (staging). ' +
        'Say which: --stack production.',
    );
    const twins = inSeoul(instance('i-0abc'), instance('i-0def'));
    await expect(findRunningMachine(twins, search)).rejects.toThrow(/End the one that is not the shop/);
  });

  test('that is stopped is told with the command that starts it', async () => {
    await expect(findRunningMachine(inSeoul(instance('i-0abc', { state: 'stopped' })), search)).rejects.toThrow(
      'i-0abc is stopped. Start it: aws ec2 start-instances --region ap-northeast-2 --instance-ids i-0abc',
    );
  });

  test('that was made before it knew its bucket is told with what gives it the tag', async () => {
    await expect(findRunningMachine(inSeoul(instance('i-0abc', { bucket: null })), search)).rejects.toThrow(
      'i-0abc has no tag Bucket that names its bucket: run npx pulumi up once',
    );
  });
});
