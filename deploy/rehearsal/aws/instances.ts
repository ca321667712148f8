/** EC2's DescribeInstances: machines are found by their tags, and one that is gone is still told of for an hour. */
import { escapeXml, xmlAnswer, type Answer, type Call, type Service } from './call';
import { isLike } from './policy';
import { RefusedError } from './refusal';

export interface Instance {
  readonly id: string;
  readonly state: 'running' | 'stopped' | 'terminated';
  readonly type: string;
  readonly address: string;
  readonly tags: Readonly<Record<string, string>>;
}

interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

const STATE_CODES = { running: 16, stopped: 80, terminated: 48 } as const;

export function createInstances(instances: () => readonly Instance[]): Service {
  return (call) => {
    const asked = new URLSearchParams(call.content.toString());
    if (asked.get('Action') !== 'DescribeInstances') {
      throw new RefusedError('InvalidAction', `${String(asked.get('Action'))} is not rehearsed`, 400);
    }
    return describe(instances(), asked, call);
  };
}

function describe(instances: readonly Instance[], asked: URLSearchParams, { authorize }: Call): Answer {
  authorize('ec2:DescribeInstances', '*');
  const filters = filtersOf(asked);
  const ids = valuesOf(asked, 'InstanceId.');
  const found = instances.filter(
    (instance) =>
      (ids.length === 0 || ids.includes(instance.id)) &&
      filters.every(({ name, values }) => values.some((value) => isLike(fieldOf(instance, name), value))),
  );
  const reservations = found.map((instance) => `<item><instancesSet>${itemOf(instance)}</instancesSet></item>`);
  return xmlAnswer(
    'DescribeInstancesResponse',
    'http://ec2.amazonaws.com/doc/2016-11-15/',
    `<reservationSet>${reservations.join('')}</reservationSet>`,
  );
}

/** `Filter.1.Name=tag:Project&Filter.1.Value.1=…` */
function filtersOf(asked: URLSearchParams): readonly Filter[] {
  return [...asked]
    .filter(([key]) => /^Filter\.\d+\.Name$/.test(key))
    .map(([key, name]) => ({ name, values: valuesOf(asked, key.replace(/Name$/, 'Value.')) }));
}

const valuesOf = (asked: URLSearchParams, prefix: string): readonly string[] =>
  [...asked].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value);

function fieldOf({ id, state, tags }: Instance, name: string): string {
  if (name.startsWith('tag:')) return tags[name.slice('tag:'.length)] ?? '';
  if (name === 'instance-state-name') return state;
  if (name === 'instance-id') return id;
  throw new RefusedError('InvalidParameterValue', `the filter ${name} is not rehearsed`, 400);
}

function itemOf({ id, state, type, address, tags }: Instance): string {
  const tag = ([key, value]: readonly [string, string]): string =>
    `<item><key>${escapeXml(key)}</key><value>${escapeXml(value)}</value></item>`;
  return (
    `<item><instanceId>${id}</instanceId><instanceType>${type}</instanceType><ipAddress>${address}</ipAddress>` +
    `<instanceState><code>${STATE_CODES[state]}</code><name>${state}</name></instanceState>` +
    `<tagSet>${Object.entries(tags).map(tag).join('')}</tagSet></item>`
  );
}
