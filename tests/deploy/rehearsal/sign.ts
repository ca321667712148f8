/** Signs a request by itself, as a client does: Signature Version 4 in its shortest form. */
import { createHash, createHmac } from 'node:crypto';
import { type AccessKey } from '../../../deploy/rehearsal/aws/credentials';
import { type SignedRequest } from '../../../deploy/rehearsal/aws/request';

/** The key of the examples in S3's API reference. */
export const EXAMPLE_KEY: AccessKey = {
  id: 'AKIAIOSFODNN7EXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  token: null,
  issuedAtMs: 0,
  expiresAtMs: Infinity,
  owner: 'example',
};

export interface Unsigned {
  readonly service: string;
  readonly host: string;
  readonly method?: string;
  /** Its path in plain letters, its questions sorted. */
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  readonly payloadHash?: string;
  readonly now?: number;
  readonly region?: string;
}

export const REGION = 'ap-northeast-2';

export function sign(key: AccessKey, unsigned: Unsigned): SignedRequest & { headers: Record<string, string> } {
  const { service, host, method = 'POST', target = '/', now = Date.now(), region = REGION } = unsigned;
  const body = Buffer.from(unsigned.body ?? '');
  const date = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const hash = unsigned.payloadHash ?? createHash('sha256').update(body).digest('hex');
  const headers: Record<string, string> = {
    host,
    'x-amz-date': date,
    'x-amz-content-sha256': hash,
    ...(key.token !== null && { 'x-amz-security-token': key.token }),
    ...unsigned.headers,
  };
  const names = Object.keys(headers).sort();
  const [path = '', query = ''] = target.split('?');
  const questions = query
    .split('&')
    .filter(Boolean)
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .join('&');
  const canonical = [
    method,
    path,
    questions,
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    hash,
  ];
  const scope = [date.slice(0, 8), region, service, 'aws4_request'];
  const text = [
    'AWS4-HMAC-SHA256',
    date,
    scope.join('/'),
    createHash('sha256').update(canonical.join('\n')).digest('hex'),
  ];
  let signing = Buffer.from(`AWS4${key.secret}`);
  for (const part of [...scope, text.join('\n')]) signing = createHmac('sha256', signing).update(part).digest();
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${key.id}/${scope.join('/')}, SignedHeaders=${names.join(';')}, ` +
    `Signature=${signing.toString('hex')}`;
  return { method, target, body, headers: { ...headers, authorization } };
}
