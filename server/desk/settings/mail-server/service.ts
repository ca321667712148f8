import { withTransaction } from '../../../db/transaction';
import { shownOf, type MailServer, type ShownServer } from '../../../store/mail/model';
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
      const after = server && shownOf(server);
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
      const test = { at: now, recipient: staff.email, place: mailServers.placeOf(after), error: null };
      await insertMailTest(tx, staff.id, test);
    });
  }

  return {
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
