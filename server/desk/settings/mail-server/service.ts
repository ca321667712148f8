import { withTransaction } from '../../../db/transaction';
import type { ShownServer } from '../../../store/mail';
import type { MailServer } from '../../../store/mail/model';
import type { Staff } from '../../access/model';
import { changesBetween, type Doing } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { DeskServices } from '../../services';
import { translateTo, type DeskText } from '../../texts';
import { createMailTrial } from '../mail-test';
import { insertMailTest } from '../queries';
import { changeFacts } from '../service';

export function createDeskMailServer({ context, mailServers, ownerNotices: owners }: DeskServices) {
  const { pool } = context;
  const tried = createMailTrial(context);

  async function change(server: MailServer | null, { actor, now, staff }: Doer, isTried: boolean): Promise<void> {
    await withTransaction(pool, async (tx) => {
      const before = await mailServers.change(tx, server, now);
      const after = await mailServers.shown(tx);
      const subject = { kind: 'settings', id: 'mailServer', name: 'mailServer' } as const;
      const changes = changesBetween<keyof ShownServer>(before ?? {}, after ?? {});
      await recordChange(tx, actor, { action: 'setting.change', subject, changes }, now);
      await owners.tell(tx, {
        ...{ act: 'mail', by: actor, at: now },
        facts: (locale) => {
          const text = translateTo(locale);
          return changeFacts(changesBetween(inWords(before, text), inWords(after, text)), text);
        },
      });
      if (!isTried) return;
      const { address: place } = await mailServers.place(tx);
      await insertMailTest(tx, staff.id, { at: now, recipient: staff.email, place, error: null });
    });
  }

  return {
    shown: () => mailServers.shown(),
    place: () => mailServers.place(),
    passwordFor: (server: MailServer) => mailServers.passwordFor(server),
    /** By a real mail to whoever sets it up. @returns what the server said; null: the mail was taken */
    async try(server: MailServer, { staff, now }: Doer): Promise<string | null> {
      return tried(await mailServers.through(server), staff, now);
    },
    save: (server: MailServer, doer: Doer) => change(server, doer, true),
    /** The machine's own counts again. */
    remove: (doer: Doer) => change(null, doer, false),
  };
}

type Doer = Doing & { readonly staff: Staff };

const inWords = (server: ShownServer | null, text: DeskText) =>
  server ? { ...server, security: text(`deskSettings:mailServer.securities.${server.security}`) } : {};
