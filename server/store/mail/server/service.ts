/** Which mail server mails go through: that of the desk, else the machine's. Read anew for each mail. */
import type { Executor, Pool } from '../../../db/pool';
import type { Keys } from '../../../process/keys';
import { openSealed, resealAll, seal, type Resealed, type Sealed } from '../../../process/seal';
import type { SettingsService } from '../../settings/service';
import { expectMailUrl, mailPlace } from '../mailer';
import { mailUrlOf, shownOf, type MailRoute, type MailServer, type ShownServer } from '../model';
import { machineSender, nameOf } from '../sender';
import {
  deleteServer,
  lockServer,
  replaceSealedPassword,
  selectServer,
  upsertServer,
  type StoredServer,
} from './queries';

export interface MailServerContext {
  readonly pool: Pool;
  readonly keys: Pick<Keys, 'seals'>;
  readonly settings: Pick<SettingsService, 'current'>;
  /** The machine's own: a secret. */
  readonly mailUrl: string;
  readonly config: { readonly ownerEmail: string | null; readonly hosts: { readonly apex: string } };
}

export type MailServers = ReturnType<typeof createMailServers>;

/** @throws where the machine's own is none */
export function createMailServers({ pool, keys, settings, mailUrl, config }: MailServerContext) {
  expectMailUrl(mailUrl);

  const open = (stored: StoredServer): MailServer => {
    if (stored.password === null) return { ...stored, password: '' };
    try {
      return { ...stored, password: openSealed(keys, stored.password, 'mail') };
    } catch (error) {
      throw new Error('the password of the mail server that was set up at the desk is lost with the keys of before', {
        cause: error,
      });
    }
  };

  const through = async (server: MailServer): Promise<MailRoute> => ({
    url: mailUrlOf(server),
    sender: { name: nameOf(await settings.current()), address: server.sender },
  });

  return {
    /** @throws where its password was sealed with a key that is gone */
    async inEffect(): Promise<MailRoute> {
      const stored = await selectServer(pool);
      if (stored) return through(open(stored));
      return { url: mailUrl, sender: machineSender(await settings.current(), config) };
    },
    through,
    /** Where mails go, as it may be shown: `smtp://shop@mail.example.com:587`. @param server of the desk, if any */
    placeOf: (server: ShownServer | null): string =>
      mailPlace(server ? mailUrlOf({ ...server, password: '' }) : mailUrl),
    async shown(): Promise<ShownServer | null> {
      const stored = await selectServer(pool);
      return stored && shownOf(stored);
    },
    /** What is stored for the same user of the same server: no other is handed it. null: nothing that can be opened */
    async passwordFor({ host, user }: Pick<MailServer, 'host' | 'user'>): Promise<string | null> {
      const stored = await selectServer(pool);
      if (!stored?.password || stored.host !== host || stored.user !== user) return null;
      try {
        return open(stored).password;
      } catch {
        return null;
      }
    },
    /** @returns that of before. @param server null: the machine's own counts again */
    async change(tx: Executor, server: MailServer | null, now: Date): Promise<ShownServer | null> {
      await lockServer(tx);
      const before = await selectServer(tx);
      if (server) {
        const password = server.user === '' ? null : seal(keys, server.password, 'mail');
        await upsertServer(tx, { ...server, password }, now);
      } else await deleteServer(tx);
      return before && shownOf(before);
    },
  };
}

export async function sealedMailServers(db: Executor): Promise<Sealed[]> {
  const stored = await selectServer(db);
  return stored?.password ? [{ sealed: stored.password, purpose: 'mail' }] : [];
}

export async function resealMailServers(db: Executor, keys: Pick<Keys, 'seals'>): Promise<Resealed> {
  const rows = await sealedMailServers(db);
  return resealAll(rows, { keys, purpose: 'mail' }, ({ sealed }, anew) => replaceSealedPassword(db, sealed, anew));
}
