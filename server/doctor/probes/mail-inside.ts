import { Resolver } from 'node:dns/promises';
import { isIPv4 } from 'node:net';
import { rootCertificates } from 'node:tls';
import { withDeadline } from '../../process/deadline';
import { errorCode } from '../../process/error-code';
import { messageOf } from '../../process/thrown';
import { insideOf, type Context } from '../context';
import { mailOfDesk } from '../inside/database';
import { greet, placeOf } from '../inside/mail-greeting';
import { probe, type AnyProbe } from '../probe';
import { isLoopback } from './reached';

/** Of each of two tries. */
const TRY_MS = 4_000;

const mailServer = probe({
  fact: 'mailServer',
  layer: 'mail',
  view: 'inside',
  deadlineMs: 2 * TRY_MS + 6_000,
  after: [],
  async gather(context, _, signal) {
    const { mailUrl, isOfDesk } = await inEffect(context);
    if (!mailUrl) throw new Error('where mails go was not told');
    if (mailUrl.startsWith('file:')) throw new Error('mails are written to files here');
    const { host, port } = placeOf(mailUrl);
    const ca = [...rootCertificates, ...context.reach.extraRoots];
    const tried = (): Promise<string | null> =>
      withDeadline(TRY_MS, signal, (until) => greet(mailUrl, { ca, signal: until })).then(
        () => null,
        (error: unknown) => messageOf(error),
      );
    return { host, port, isOfDesk, error: (await tried()) && (await tried()) };
  },
});

/** That of the desk goes before the environment's, as for the jobs. Nobody signs in: its password isn't needed. */
async function inEffect(context: Context): Promise<{ mailUrl: string | null | undefined; isOfDesk: boolean }> {
  const server = (await mailOfDesk(context))?.server;
  if (!server) return { mailUrl: insideOf(context).mailUrl, isOfDesk: false };
  const { host, port, security } = server;
  return { mailUrl: `${security === 'tls' ? 'smtps' : 'smtp'}://${host}:${port}`, isOfDesk: true };
}

/** Nobody takes mails from an address that has no name, or one that leads elsewhere. */
const reverseName = probe({
  fact: 'reverseName',
  layer: 'mail',
  view: 'inside',
  deadlineMs: 8_000,
  after: ['addresses'],
  onlyPublic: true,
  async gather(context, { addresses }) {
    const { mailUrl } = await inEffect(context);
    if (!mailUrl || mailUrl.startsWith('file:') || !isLoopback(placeOf(mailUrl).host))
      throw new Error('mails leave by another machine');
    const address = addresses.find((one) => isIPv4(one.address))?.address;
    if (address === undefined) throw new Error('this machine’s address is not known');
    const resolver = new Resolver({ timeout: TRY_MS / 2, tries: 2 });
    resolver.setServers(context.reach.resolvers.slice(0, 1));
    const said = await resolver.reverse(address).catch((error: unknown) => {
      if (['ENOTFOUND', 'ENODATA'].includes(errorCode(error))) return [];
      throw error;
    });
    const leads = async (name: string): Promise<boolean> =>
      (await resolver.resolve4(name).catch((): string[] => [])).includes(address);
    const back = await Promise.all(said.map(leads));
    return { address, names: said.filter((_, i) => back[i]) };
  },
});

export const MAIL_INSIDE_PROBES: readonly AnyProbe[] = [mailServer, reverseName];
