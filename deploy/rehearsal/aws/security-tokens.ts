/**
 * STS's AssumeRole, after its API reference of 2011-06-15: whoever asks must be allowed to, and trusted by the role. What
 * is handed out ends, and ends within an hour where a role takes a role ("role chaining" in IAM's user guide).
 */
import { z } from 'zod';
import { escapeXml, xmlAnswer, type Call, type Service } from './call';
import { type AccessKey, type AccessKeys } from './credentials';
import { RefusedError } from './refusal';

export interface Role {
  readonly arn: string;
  /** Who may take it, as the document that the role is made with. */
  readonly trust: string;
}

export interface SecurityTokensOptions {
  readonly keys: Pick<AccessKeys, 'createRole'>;
  /** By the owner of its keys. */
  readonly roles: ReadonlyMap<string, Role>;
  readonly now?: () => number;
}

export interface SecurityTokens {
  readonly answer: Service;
  /** Every key that was handed out, the first one first. */
  readonly issued: readonly AccessKey[];
}

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const CHAINED_SECONDS = 3_600;

const questionSchema = z.object({
  Action: z.literal('AssumeRole'),
  Version: z.literal('2011-06-15'),
  RoleArn: z.string().min(20),
  RoleSessionName: z.string().regex(/^[\w+=,.@-]{2,64}$/),
  DurationSeconds: z.coerce.number().int().min(900).max(CHAINED_SECONDS).default(CHAINED_SECONDS),
});

/** Strict, as policies are read: a condition must not be passed over. */
const trustSchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Effect: z.literal('Allow'),
      Principal: z.union([z.strictObject({ AWS: z.string() }), z.strictObject({ Service: z.string() })]),
      Action: z.literal('sts:AssumeRole'),
    }),
  ),
});

export function createSecurityTokens({ keys, roles, now = Date.now }: SecurityTokensOptions): SecurityTokens {
  const issued: AccessKey[] = [];

  function answer(call: Call) {
    const { RoleArn: arn, RoleSessionName: session, DurationSeconds: seconds } = read(call);
    call.authorize('sts:AssumeRole', arn);
    const [owner, role] = [...roles].find(([, one]) => one.arn === arn) ?? [];
    // Whether there is such a role, those aren't told who may not take it.
    if (owner === undefined || !role || !trusts(role, roles.get(call.caller ?? ''))) {
      const message = `${call.caller ?? 'nobody'} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
      throw new RefusedError('AccessDenied', message);
    }
    const key = keys.createRole({ owner, lifetimeMs: seconds * 1_000, aheadMs: 0, now }).current();
    issued.push(key);
    return xmlAnswer('AssumeRoleResponse', NAMESPACE, resultOf(key, `${assumedArn(arn)}/${session}`));
  }

  return { answer, issued };
}

function read({ content }: Call): z.infer<typeof questionSchema> {
  const parsed = questionSchema.safeParse(Object.fromEntries(new URLSearchParams(content.toString())));
  if (!parsed.success) throw new RefusedError('ValidationError', z.prettifyError(parsed.error), 400);
  return parsed.data;
}

function trusts({ trust }: Role, caller: Role | undefined): boolean {
  const { Statement } = trustSchema.parse(JSON.parse(trust));
  return Statement.some(({ Principal }) => 'AWS' in Principal && Principal.AWS === caller?.arn);
}

const assumedArn = (arn: string): string => arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/');

function resultOf({ id, secret, token, expiresAtMs }: AccessKey, arn: string): string {
  const expiration = `${new Date(expiresAtMs).toISOString().slice(0, 19)}Z`;
  return (
    `<AssumeRoleResult><AssumedRoleUser><AssumedRoleId>AROA:${escapeXml(arn.split('/').at(-1) ?? '')}</AssumedRoleId>` +
    `<Arn>${escapeXml(arn)}</Arn></AssumedRoleUser><Credentials><AccessKeyId>${id}</AccessKeyId>` +
    `<SecretAccessKey>${escapeXml(secret)}</SecretAccessKey><SessionToken>${escapeXml(token ?? '')}</SessionToken>` +
    `<Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult>` +
    '<ResponseMetadata><RequestId>0</RequestId></ResponseMetadata>'
  );
}
