// Credentials for the hosted zone that live for an hour. A process of root's makes them, because the shop's user can't
// reach the machine's own, and leaves them in a file: deploy/host/files/usr/local/sbin/essence-aura-dns-credentials.
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from '../process/clock';
import { errorCode, isMissing } from '../process/error-code';
import { SourceError } from './source-error';

export interface DnsCredentials {
  readonly zoneId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

const schema = z.object({
  zoneId: z.string().regex(/^Z[A-Z0-9]{1,31}$/),
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
  sessionToken: z.string().min(1),
  expiration: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});

/** Written by the group, or read or written by all others. */
const TOO_OPEN = 0o027;
/** An order takes some minutes; what ends in the middle of one is not begun with. */
const LEAST_MS = 5 * 60 * 1000;
const MAKER = 'systemctl status essence-aura-dns-credentials says why none were made';

/** Reads them anew each time. @throws SourceError with what is wrong and where to look */
export async function readDnsCredentials(file: string, clock: Clock): Promise<DnsCredentials> {
  const [text, mode] = await read(file);
  if ((mode & TOO_OPEN) !== 0) {
    const octal = (mode & 0o777).toString(8).padStart(4, '0');
    throw new SourceError(`the credentials for Route 53 in ${file} are too open (mode ${octal}): chmod 0440`);
  }
  const { data, error } = schema.safeParse(parse(text));
  if (!data) {
    const fields = [...new Set(error.issues.map(({ path }) => String(path[0] ?? 'all of it')))].join(', ');
    throw new SourceError(`the credentials for Route 53 in ${file} can not be used (${fields}): ${MAKER}`);
  }
  const leftMs = data.expiration.getTime() - clock.now().getTime();
  if (leftMs < LEAST_MS) {
    const when = `${leftMs <= 0 ? 'ended' : 'end'} at ${data.expiration.toISOString()}`;
    throw new SourceError(`the credentials for Route 53 in ${file} ${when}: ${MAKER}`);
  }
  return data;
}

async function read(file: string): Promise<[text: string, mode: number]> {
  try {
    return [await readFile(file, 'utf8'), (await stat(file)).mode];
  } catch (error) {
    const why = isMissing(error) ? 'are not there yet' : `can not be read (${errorCode(error) || String(error)})`;
    throw new SourceError(`the credentials for Route 53 in ${file} ${why}: ${MAKER}`, { cause: error });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
