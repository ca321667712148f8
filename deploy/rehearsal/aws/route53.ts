/**
 * As much of Route 53 as a proof by DNS asks for: one hosted zone, of which another server has the records. After the
 * API reference of 2013-04-01: ChangeResourceRecordSets, ListResourceRecordSets, GetChange.
 */
import { randomBytes } from 'node:crypto';
import { escapeXml, xmlAnswer, type Answer, type Call } from './call';
import { type Context } from './conditions';
import { RefusedError } from './refusal';

export interface RecordSet {
  /** Without a trailing dot. */
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly values: readonly string[];
}

/** What the records really lie on. */
export interface RecordStore {
  all(): Promise<readonly RecordSet[]>;
  /** All or none. */
  change(removed: readonly RecordSet[], put: readonly RecordSet[]): Promise<void>;
}

export interface HostedZoneService {
  readonly answer: (call: Call) => Promise<Answer>;
  /** Every change that was taken, such as `UPSERT TXT _acme-challenge.example.com`. */
  readonly changes: readonly string[];
}

interface Change extends RecordSet {
  readonly action: 'CREATE' | 'UPSERT' | 'DELETE';
}

const NAMESPACE = 'https://route53.amazonaws.com/doc/2013-04-01/';
const PATH = /^\/2013-04-01\/(?:hostedzone\/(?<zone>[^/]+)\/rrset|change\/(?<change>[^/]+))\/?$/;
const MOST_RECORDS = 300;

export function createHostedZone(id: string, store: RecordStore): HostedZoneService {
  /** How often each was asked about: the first time it is still under way. */
  const pending = new Map<string, number>();
  const done: string[] = [];

  async function change(call: Call): Promise<Answer> {
    const wanted = readChanges(call.content.toString());
    call.authorize('route53:ChangeResourceRecordSets', `arn:aws:route53:::hostedzone/${id}`, contextOf(wanted));
    const now = await store.all();
    const problems = wanted.flatMap((one) => problemOf(one, now.find(isSameSet(one))) ?? []);
    if (problems.length > 0) return refusedBatch(problems);
    const removed = now.filter((set) => wanted.some(isSameSet(set)));
    const put = wanted.filter(({ action }) => action !== 'DELETE');
    await store.change(removed, put);
    done.push(...wanted.map(({ action, type, name }) => `${action} ${type} ${name}`));
    const changeId = `C${randomBytes(8).toString('hex').toUpperCase()}`;
    pending.set(changeId, 0);
    return xmlAnswer('ChangeResourceRecordSetsResponse', NAMESPACE, infoOf(changeId, 'PENDING'));
  }

  async function list(call: Call): Promise<Answer> {
    call.authorize('route53:ListResourceRecordSets', `arn:aws:route53:::hostedzone/${id}`);
    const { searchParams } = call.url;
    const start = { name: searchParams.get('name') ?? '', type: searchParams.get('type') ?? '' };
    const most = Math.min(Number(searchParams.get('maxitems') ?? MOST_RECORDS), MOST_RECORDS);
    const rest = [...(await store.all())].sort(inOrder).filter((set) => start.name === '' || inOrder(set, start) >= 0);
    const isTruncated = rest.length > most;
    const sets = rest.slice(0, most).map(xmlOf).join('');
    return xmlAnswer(
      'ListResourceRecordSetsResponse',
      NAMESPACE,
      `<ResourceRecordSets>${sets}</ResourceRecordSets><IsTruncated>${isTruncated}</IsTruncated><MaxItems>${most}</MaxItems>`,
    );
  }

  function tell(call: Call, changeId: string): Answer {
    call.authorize('route53:GetChange', `arn:aws:route53:::change/${changeId}`);
    const asked = pending.get(changeId);
    if (asked === undefined) throw new RefusedError('NoSuchChange', `there is no change ${changeId}`, 404);
    pending.set(changeId, asked + 1);
    return xmlAnswer('GetChangeResponse', NAMESPACE, infoOf(changeId, asked === 0 ? 'PENDING' : 'INSYNC'));
  }

  return {
    changes: done,
    async answer(call) {
      const { zone, change: changeId } = PATH.exec(call.url.pathname)?.groups ?? {};
      if (changeId !== undefined) return tell(call, changeId);
      if (zone === undefined) throw new RefusedError('InvalidInput', `${call.url.pathname} is not rehearsed`, 400);
      if (zone !== id) throw new RefusedError('NoSuchHostedZone', `No hosted zone found with ID: ${zone}`, 404);
      return call.request.method === 'POST' ? change(call) : list(call);
    },
  };
}

export const isSameSet =
  ({ name, type }: Pick<RecordSet, 'name' | 'type'>) =>
  (other: Pick<RecordSet, 'name' | 'type'>): boolean =>
    other.name === name && other.type === type;

/** What a policy's conditions see of it. */
const contextOf = (changes: readonly Change[]): Context => ({
  'route53:ChangeResourceRecordSetsNormalizedRecordNames': changes.map(({ name }) => name),
  'route53:ChangeResourceRecordSetsRecordTypes': changes.map(({ type }) => type),
  'route53:ChangeResourceRecordSetsActions': changes.map(({ action }) => action),
});

/** By the labels from the right, then by type. */
function inOrder(a: Pick<RecordSet, 'name' | 'type'>, b: Pick<RecordSet, 'name' | 'type'>): number {
  const key = ({ name, type }: typeof a): string => `${name.split('.').reverse().join('.')} ${type}`;
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

function problemOf(wanted: Change, now: RecordSet | undefined): string | null {
  const about = `resource record set [name='${wanted.name}.', type='${wanted.type}']`;
  if (wanted.action === 'CREATE' && now) return `Tried to create ${about} but it already exists`;
  if (wanted.action !== 'DELETE') return null;
  if (!now) return `Tried to delete ${about} but it was not found`;
  const isSame = now.ttl === wanted.ttl && [...now.values].sort().join() === [...wanted.values].sort().join();
  return isSame ? null : `Tried to delete ${about} but the values provided do not match the current values`;
}

function refusedBatch(messages: readonly string[]): Answer {
  const told = messages.map((message) => `<Message>${escapeXml(message)}</Message>`).join('');
  return { ...xmlAnswer('InvalidChangeBatch', NAMESPACE, `<Messages>${told}</Messages>`), status: 400 };
}

const infoOf = (id: string, status: 'PENDING' | 'INSYNC'): string =>
  `<ChangeInfo><Id>/change/${id}</Id><Status>${status}</Status><SubmittedAt>2026-01-01T00:00:00.000Z</SubmittedAt></ChangeInfo>`;

function xmlOf({ name, type, ttl, values }: RecordSet): string {
  const records = values.map((value) => `<ResourceRecord><Value>${escapeXml(value)}</Value></ResourceRecord>`).join('');
  return (
    `<ResourceRecordSet><Name>${escapeXml(name)}.</Name><Type>${type}</Type><TTL>${ttl}</TTL>` +
    `<ResourceRecords>${records}</ResourceRecords></ResourceRecordSet>`
  );
}

/** The clients write it without attributes within. */
function readChanges(xml: string): Change[] {
  const changes = elements(xml, 'Change').map((one): Change => {
    const action = text(one, 'Action');
    if (action !== 'CREATE' && action !== 'UPSERT' && action !== 'DELETE') throw invalid(`the action ${action}`);
    const name = text(one, 'Name').toLowerCase().replace(/\.$/, '');
    const values = elements(one, 'Value').map(unescapeXml);
    return { action, name, type: text(one, 'Type'), ttl: Number(text(one, 'TTL')), values };
  });
  if (changes.length === 0) throw invalid('a batch without changes');
  return changes;
}

const invalid = (what: string): RefusedError => new RefusedError('InvalidInput', `${what} can not be used`, 400);

const elements = (xml: string, name: string): string[] =>
  Array.from(xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([^]*?)</${name}>`, 'g')), ([, inner = '']) => inner);

function text(xml: string, name: string): string {
  const [found] = elements(xml, name);
  if (found === undefined) throw invalid(`a change without ${name}`);
  return unescapeXml(found);
}

const unescapeXml = (escaped: string): string =>
  escaped
    .replace(/&#x([0-9a-f]+);/gi, (_all, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
