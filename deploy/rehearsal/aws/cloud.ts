/** Stands in for AWS in one region, over HTTPS and under AWS's own names: whoever asks has to sign for it, and be allowed to. */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import { type AddressInfo } from 'node:net';
import { issueAuthority, issueServerCertificate } from '../../../server/certificates/issue';
import { createBuckets, placeOf } from './bucket';
import { escapeXml, jsonAnswer, xmlRefusal, type Answer, type Call, type Service } from './call';
import { type AccessKeys } from './credentials';
import { createInstances, type Instance } from './instances';
import { createParameters, type Parameter, type Place } from './parameters';
import { type Allows } from './policy';
import { RefusedError } from './refusal';
import { type SignedRequest } from './request';
import { createRunCommand, type Operations, type RunCommand } from './run-command';
import { createSecurityTokens, type Role, type SecurityTokens } from './security-tokens';
import { judge } from './signature';

export interface CloudOptions extends Place {
  readonly address: string;
  /** 443, unless it is a test's. */
  readonly port?: number;
  readonly keys: AccessKeys;
  /** What each owner of a key may do. */
  readonly policies: Readonly<Record<string, Allows>>;
  readonly buckets: ReadonlySet<string>;
  /** Buckets that everybody may read, such as those in which AWS keeps its agents. */
  readonly publicBuckets?: ReadonlySet<string>;
  readonly objects: Map<string, Buffer>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly instances: () => readonly Instance[];
  /** By the owner of their keys: those that somebody may take. */
  readonly roles?: ReadonlyMap<string, Role>;
  /** Route 53, as far as it has one; absent: it isn't rehearsed. */
  readonly hostedZone?: Service;
}

export interface Asked {
  readonly service: string;
  /** Such as `GET /key?list-type=2`, or `AmazonSSM.GetParametersByPath`. */
  readonly what: string;
  readonly host: string;
  /** null: it came without a signature. */
  readonly keyId: string | null;
  /** null: it was answered. */
  readonly refused: string | null;
}

export interface Cloud {
  readonly caPem: string;
  /** The names by which it wants to be asked. */
  readonly names: readonly string[];
  readonly port: number;
  readonly asked: readonly Asked[];
  readonly runCommand: RunCommand;
  readonly securityTokens: SecurityTokens;
  stop(): Promise<void>;
}

/** One for all of the world, under a name of its own, signed for as if it were in this region. */
const GLOBAL = { host: 'route53.amazonaws.com', service: 'route53', region: 'us-east-1' } as const;
const HOUR_MS = 60 * 60 * 1000;

export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { address, region, port = 443 } = options;
  const names = [
    GLOBAL.host,
    ...['s3', 'ssm', 'ec2messages', 'ec2', 'sts'].map((service) => `${service}.${region}.amazonaws.com`),
    ...[...options.buckets].map((bucket) => `${bucket}.s3.${region}.amazonaws.com`),
  ];
  const validity = { notBefore: new Date(Date.now() - HOUR_MS), notAfter: new Date(Date.now() + 24 * HOUR_MS) };
  const authority = await issueAuthority({
    ...validity,
    commonName: 'Rehearsal cloud CA',
    permitted: [`${region}.amazonaws.com`, GLOBAL.host],
  });
  const certificate = await issueServerCertificate({ ...validity, names, authority });
  const runCommand = createRunCommand(options);
  const asked: Asked[] = [];
  const securityTokens = createSecurityTokens({ roles: new Map(), ...options });
  const services = servicesOf(options, runCommand, securityTokens);
  const answer = createAnswers(options, services, (one) => asked.push(one));

  const server = https.createServer({ key: certificate.key, cert: certificate.chain }, (request, response) => {
    readBody(request)
      .then((body) => answer(request, body))
      .then((answered) => send(request, response, answered))
      .catch(() => response.destroy());
  });
  // Longer than anybody waits for a message.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  return {
    caPem: authority.chain,
    names,
    port: (server.address() as AddressInfo).port,
    asked,
    runCommand,
    securityTokens,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Answers = (request: IncomingMessage, body: Buffer) => Promise<Answer>;

type Services = Readonly<Record<string, Service>>;

function servicesOf(options: CloudOptions, runCommand: RunCommand, { answer: sts }: SecurityTokens): Services {
  const { hostedZone, publicBuckets = [] } = options;
  return {
    s3: createBuckets({ ...options, buckets: new Set([...options.buckets, ...publicBuckets]) }),
    ssm: byTarget('AmazonSSM', { ...createParameters(options.parameters, options), ...runCommand.ssm }),
    ec2messages: byTarget('EC2WindowsMessageDeliveryService', runCommand.messages),
    ec2: createInstances(options.instances),
    sts,
    ...(hostedZone && { [GLOBAL.service]: hostedZone }),
  };
}

function createAnswers(options: CloudOptions, services: Services, tell: (asked: Asked) => void): Answers {
  const { region, keys, publicBuckets = new Set() } = options;
  return async (incoming, body) => {
    const { method = '', url: target = '/', headers } = incoming;
    const request: SignedRequest = { method, target, headers, body };
    const url = new URL(`https://${headers.host ?? 'nowhere'}${target}`);
    const isGlobal = url.hostname === GLOBAL.host;
    const service = isGlobal ? GLOBAL.service : serviceOf(url.hostname, region);
    const told = { service, what: whatOf(request), host: url.hostname };
    let keyId: string | null = null;
    try {
      const answer = services[service];
      if (!answer) throw new RefusedError('NotImplemented', `${url.hostname} is not rehearsed`, 501);
      if (isPublic(request, url, service, publicBuckets)) {
        return await answer({ request, url, content: body, authorize: () => undefined });
      }
      const { key, content } = judge(request, { keys, region: isGlobal ? GLOBAL.region : region, service });
      keyId = key.id;
      const authorize: Call['authorize'] = (action, resource, context) => {
        if (options.policies[key.owner]?.(action, resource, context)) return;
        throw new RefusedError('AccessDenied', `${key.owner} may not ${action} on ${resource}`);
      };
      const answered = await answer({ request, url, content, caller: key.owner, authorize });
      tell({ ...told, keyId, refused: null });
      return answered;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      // That something isn't there is an answer.
      tell({ ...told, keyId, refused: error.status === 404 ? null : error.code });
      return refusalOf(service, error);
    }
  };
}

const serviceOf = (hostname: string, region: string): string => {
  const suffix = `.${region}.amazonaws.com`;
  return hostname.endsWith(suffix) ? (hostname.slice(0, -suffix.length).split('.').at(-1) ?? '') : '';
};

const whatOf = ({ method, target, headers }: SignedRequest): string => {
  const operation = headers['x-amz-target'];
  return typeof operation === 'string' ? operation : `${method} ${target}`;
};

const isPublic = (request: SignedRequest, url: URL, service: string, buckets: ReadonlySet<string>): boolean =>
  service === 's3' &&
  request.headers['authorization'] === undefined &&
  ['GET', 'HEAD'].includes(request.method) &&
  buckets.has(placeOf(url).bucket) &&
  placeOf(url).key !== '';

function byTarget(prefix: string, operations: Operations): Service {
  return (call) => {
    const target = String(call.request.headers['x-amz-target']);
    const [found, name = ''] = target.split('.');
    const operation = found === prefix && Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!operation) throw new RefusedError('UnknownOperationException', `${target} is not rehearsed`, 400);
    return operation(call);
  };
}

/** The same reason is called otherwise by services that speak JSON. */
const IN_JSON: Readonly<Record<string, string>> = {
  AccessDenied: 'AccessDeniedException',
  ExpiredToken: 'ExpiredTokenException',
  InvalidAccessKeyId: 'UnrecognizedClientException',
  InvalidToken: 'UnrecognizedClientException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  RequestTimeTooSkewed: 'InvalidSignatureException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
};

function refusalOf(service: string, error: RefusedError): Answer {
  const { code, message, status } = error;
  if (service === 'ssm' || service === 'ec2messages') {
    return jsonAnswer({ __type: IN_JSON[code] ?? code, message }, status === 501 ? 501 : 400);
  }
  if (service === 'sts' || service === GLOBAL.service) return xmlRefusal(error);
  const told = `<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const body = service === 'ec2' ? `<Response><Errors>${told}</Errors><RequestID>0</RequestID></Response>` : told;
  return { status, headers: { 'Content-Type': 'application/xml' }, body: `<?xml version="1.0"?>\n${body}` };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function send({ method }: IncomingMessage, response: ServerResponse, { status, headers, body = '' }: Answer): void {
  response.writeHead(status, { ...headers, ...(status !== 204 && { 'Content-Length': Buffer.byteLength(body) }) });
  response.end(method === 'HEAD' || status === 204 ? undefined : body);
}
