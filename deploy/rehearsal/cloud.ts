/** Stands in for S3 and SSM's parameters, over HTTPS. The machine finds it by AWS_ENDPOINT_URL; any key is good. */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import { type AddressInfo } from 'node:net';
import { issueAuthority, issueServerCertificate } from '../../server/certificates/issue';
import { createBucketAnswers, type Objects } from './bucket';

export interface Cloud {
  readonly endpoint: string;
  readonly caPem: string;
  readonly objects: Objects['all'];
  readonly parameters: Map<string, string>;
  /** What was asked of it, such as `GET /bucket/key`, or `AmazonSSM.GetParametersByPath`. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

const HOUR_MS = 60 * 60 * 1000;

export async function startCloud(address: string): Promise<Cloud> {
  const validity = { notBefore: new Date(Date.now() - HOUR_MS), notAfter: new Date(Date.now() + 24 * HOUR_MS) };
  const authority = await issueAuthority({
    ...validity,
    commonName: 'Rehearsal cloud CA',
    permitted: [`${address}/32`],
  });
  const certificate = await issueServerCertificate({ ...validity, names: [address], authority });
  const objects: Objects = { all: new Map() };
  const parameters = new Map<string, string>();
  const asked: string[] = [];
  const answerS3 = createBucketAnswers(objects);

  const server = https.createServer({ key: certificate.key, cert: certificate.chain }, (request, response) => {
    readBody(request).then(
      (body) => {
        const target = request.headers['x-amz-target'];
        const url = new URL(request.url ?? '/', 'https://cloud');
        asked.push(typeof target === 'string' ? target : `${request.method ?? ''} ${url.pathname}${url.search}`);
        if (typeof target === 'string') answerSsm(parameters, target, body, response);
        else answerS3(request, url, body, response);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `https://${address}:${port}`,
    caPem: authority.chain,
    objects: objects.all,
    parameters,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

interface SsmQuestion {
  readonly Path?: string;
  readonly Name?: string;
  readonly Names?: readonly string[];
}

function answerSsm(
  parameters: ReadonlyMap<string, string>,
  target: string,
  body: Buffer,
  response: ServerResponse,
): void {
  const { Path, Name, Names } = JSON.parse(body.toString()) as SsmQuestion;
  const parameter = (name: string) => ({ Name: name, Type: 'SecureString', Value: parameters.get(name), Version: 1 });
  const found = [...parameters.keys()].filter((name) => name === Name || Names?.includes(name));
  switch (target.split('.')[1]) {
    case 'GetParametersByPath':
      return json(response, 200, {
        Parameters: [...parameters.keys()].filter((name) => Path && name.startsWith(Path)).map(parameter),
      });
    case 'GetParameters':
      return json(response, 200, { Parameters: found.map(parameter), InvalidParameters: [] });
    case 'GetParameter':
      if (found[0]) return json(response, 200, { Parameter: parameter(found[0]) });
      return json(response, 400, { __type: 'ParameterNotFound', message: 'there is no such parameter' });
    default:
      return json(response, 400, { __type: 'UnknownOperationException', message: `${target} is not rehearsed` });
  }
}

function json(response: ServerResponse, status: number, content: unknown): void {
  const body = JSON.stringify(content);
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.1',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}
