/** What the machine is told about itself, where it can read it again: user-data is read on the first boot alone. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { type HostConfig } from './host-config';
import { parametersPathOf } from './secrets';
import { tagsOf } from './tags';

const NAME = 'host.json';
/** What makes a machine the one it is; it keeps its own. */
const OF_ANOTHER_MACHINE: ReadonlySet<string> = new Set(['stack', 'region', 'bucket', 'parameters', 'dataDevice']);

/** Beside the secrets, so that one question has all. Says what a machine that runs has yet to learn. */
export function publishSettings(config: StackConfig, host: pulumi.Output<HostConfig>): pulumi.Resource {
  const name = `${parametersPathOf(config)}${NAME}`;
  const found = aws.ssm.getParametersByPathOutput({ path: parametersPathOf(config), withDecryption: false });
  const before = pulumi.unsecret(found.apply((answer) => valueOf(answer, name)));
  // The question first: afterwards the answer would be the new one.
  const value = pulumi.all([before, host]).apply(([published, settings]) => {
    const notice = settingsNotice(published, settings);
    if (notice !== null) void pulumi.log.warn(notice);
    return JSON.stringify(settings);
  });
  // So called because it is shown: a preview says what changes.
  return new aws.ssm.Parameter('settings', {
    name,
    type: 'String',
    insecureValue: value,
    tags: tagsOf(config, 'settings'),
  });
}

function valueOf({ names = [], values = [] }: Partial<aws.ssm.GetParametersByPathResult>, name: string): string | null {
  return values[names.indexOf(name)] ?? null;
}

/** @param published what was told before; null: nothing yet @returns null where the machine has nothing to learn */
export function settingsNotice(published: string | null, now: HostConfig): string | null {
  if (published === null) return null;
  const before = JSON.parse(published) as Readonly<Record<string, unknown>>;
  const changed = Object.entries(now).filter(([key, value]) => (before[key] ?? null) !== value);
  const names = changed.map(([key]) => key);
  const toLearn = names.filter((key) => !OF_ANOTHER_MACHINE.has(key));
  const toReplace = names.filter((key) => OF_ANOTHER_MACHINE.has(key));
  const command = (script: string): string => `npm run ${script} -- --stack ${now.stack}`;
  const notices = [
    `The machine was made with another ${asList(toLearn)}. It reads what is new within a day by itself; at once: ` +
      command('refresh-host'),
    `Another ${asList(toReplace)} takes another machine: ${command('recover')}`,
  ].filter((_notice, at) => [toLearn, toReplace][at]?.length);
  return notices.length > 0 ? notices.join('\n') : null;
}

const asList = (names: readonly string[]): string => names.join(', ');
