import { rootCertificates } from 'node:tls';
import { withDeadline } from '../../process/deadline';
import { messageOf } from '../../process/thrown';
import { insideOf } from '../context';
import { greet, placeOf } from '../inside/mail-greeting';
import { probe, type AnyProbe } from '../probe';

/** Of each of two tries. */
const TRY_MS = 4_000;

const mailServer = probe({
  fact: 'mailServer',
  layer: 'mail',
  view: 'inside',
  deadlineMs: 2 * TRY_MS + 1_000,
  after: [],
  async gather(context, _, signal) {
    const { mailUrl } = insideOf(context);
    if (!mailUrl) throw new Error('where mails go was not told');
    if (mailUrl.startsWith('file:')) throw new Error('mails are written to files here');
    const { host, port } = placeOf(mailUrl);
    const ca = [...rootCertificates, ...context.reach.extraRoots];
    const tried = (): Promise<string | null> =>
      withDeadline(TRY_MS, signal, (until) => greet(mailUrl, { ca, signal: until })).then(
        () => null,
        (error: unknown) => messageOf(error),
      );
    return { host, port, error: (await tried()) && (await tried()) };
  },
});

export const MAIL_INSIDE_PROBES: readonly AnyProbe[] = [mailServer];
