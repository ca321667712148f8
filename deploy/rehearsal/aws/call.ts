/** What a service is asked once it is known by whom, and what it answers. */
import { type Context } from './conditions';
import { type RefusedError } from './refusal';
import { type SignedRequest } from './request';

export interface Call {
  readonly request: Pick<SignedRequest, 'method' | 'headers'>;
  /** Where it was asked: the host tells service and bucket. */
  readonly url: URL;
  readonly content: Buffer;
  /** Whose key has signed it; absent: nobody's. */
  readonly caller?: string;
  /** @throws RefusedError where the policies of whoever asks don't allow it */
  readonly authorize: (action: string, resource: string, context?: Context) => void;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export type Service = (call: Call) => Answer | Promise<Answer>;

export const escapeXml = (text: string): string => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);

export const jsonAnswer = (content: unknown, status = 200): Answer => ({
  status,
  headers: { 'Content-Type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(content),
});

export const xmlAnswer = (root: string, namespace: string, content: string): Answer => ({
  status: 200,
  headers: { 'Content-Type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${content}</${root}>`,
});

/** As the services that speak XML under a global name say it. */
export const xmlRefusal = ({ code, message, status }: RefusedError): Answer => ({
  status,
  headers: { 'Content-Type': 'application/xml' },
  body:
    `<?xml version="1.0"?>\n<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code>` +
    `<Message>${escapeXml(message)}</Message></Error><RequestId>0</RequestId></ErrorResponse>`,
});
