/**
 * The instance metadata service in its version 2, as EC2's user guide describes it ("Use the Instance Metadata Service"):
 * a token first, got by PUT and good for so many seconds, and nothing without one. What it knows of its machine is a tree.
 */
import { randomBytes } from 'node:crypto';
import { type IncomingMessage, type RequestListener } from 'node:http';
import { type RoleKeys } from './credentials';

export interface Facts {
  readonly instanceId: string;
  readonly instanceType: string;
  readonly region: string;
  readonly accountId: string;
  readonly hostname: string;
  readonly address: string;
  readonly userData: string | Buffer;
}

export interface MetadataOptions {
  /** Asked each time: another machine may have taken the place of the one before. */
  readonly facts: () => Facts;
  readonly role: RoleKeys;
  readonly now?: () => number;
}

interface Answer {
  readonly status: number;
  readonly body?: string | Buffer;
}

type Tree = Branch | string | Buffer | (() => string);
interface Branch {
  readonly [name: string]: Tree;
}

const MAX_TTL_SECONDS = 21_600;

export function createMetadata({ facts, role, now = Date.now }: MetadataOptions): RequestListener {
  const tokens = new Map<string, number>();

  function answerToken(request: IncomingMessage): Answer {
    // Whatever passes on requests that others make, a proxy for one, must not get one.
    if (request.headers['x-forwarded-for'] !== undefined) return { status: 403 };
    const ttl = Number(request.headers['x-aws-ec2-metadata-token-ttl-seconds'] ?? 'none');
    if (!Number.isInteger(ttl) || ttl < 1 || ttl > MAX_TTL_SECONDS) return { status: 400 };
    const token = randomBytes(42).toString('base64');
    tokens.set(token, now() + ttl * 1_000);
    return { status: 200, body: token };
  }

  function answerTree(request: IncomingMessage, path: string): Answer {
    const until = tokens.get(String(request.headers['x-aws-ec2-metadata-token']));
    if (until === undefined || now() >= until) return { status: 401 };
    if (request.method !== 'GET') return { status: 405 };
    const [version, ...rest] = path.split('/').filter((part) => part !== '');
    if (version === undefined) return { status: 200, body: 'latest' };
    if (version !== 'latest' && !/^\d{4}-\d\d-\d\d$/.test(version)) return { status: 404 };
    return lookUp(treeOf(facts(), role), rest);
  }

  return (request, response) => {
    const path = (request.url ?? '/').replace(/\?.*$/s, '');
    const { status, body = '' } =
      path === '/latest/api/token' && request.method === 'PUT' ? answerToken(request) : answerTree(request, path);
    response.writeHead(status, { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
  };
}

function lookUp(tree: Tree, path: readonly string[]): Answer {
  let found: Tree | undefined = tree;
  for (const name of path) found = isBranch(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  if (found === undefined) return { status: 404 };
  if (!isBranch(found)) return { status: 200, body: typeof found === 'function' ? found() : found };
  const lines = Object.entries(found).map(([name, below]) => (isBranch(below) ? `${name}/` : name));
  return { status: 200, body: lines.join('\n') };
}

const isBranch = (tree: Tree | undefined): tree is Branch => typeof tree === 'object' && !Buffer.isBuffer(tree);

function treeOf(facts: Facts, role: RoleKeys): Branch {
  const { instanceId, instanceType, region, accountId, hostname, address, userData } = facts;
  const availabilityZone = `${region}a`;
  return {
    'meta-data': {
      'ami-id': 'ami-0123456789abcdef0',
      hostname,
      iam: { 'security-credentials': { [role.owner]: () => credentialsOf(role) } },
      'instance-id': instanceId,
      'instance-type': instanceType,
      'local-hostname': hostname,
      'local-ipv4': address,
      // What cloud-init would make the network of: here it is made already.
      network: { interfaces: { macs: {} } },
      placement: { 'availability-zone': availabilityZone, region },
      services: { domain: 'amazonaws.com', partition: 'aws' },
    },
    dynamic: {
      'instance-identity': {
        document: JSON.stringify({ accountId, availabilityZone, instanceId, instanceType, privateIp: address, region }),
      },
    },
    'user-data': userData,
  };
}

function credentialsOf(role: RoleKeys): string {
  const key = role.current();
  const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  return JSON.stringify(
    {
      Code: 'Success',
      LastUpdated: time(key.issuedAtMs),
      Type: 'AWS-HMAC',
      AccessKeyId: key.id,
      SecretAccessKey: key.secret,
      Token: key.token,
      Expiration: time(key.expiresAtMs),
    },
    null,
    2,
  );
}
