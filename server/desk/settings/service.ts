import type { Executor } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import { hasWord } from '../../i18n/translate';
import { messageOf } from '../../process/thrown';
import type { LetterFact } from '../../store/mail';
import { accountOf, type Settings } from '../../store/settings/model';
import { readSettings } from '../../store/settings/service';
import type { OwnerNotices } from '../access';
import type { Staff } from '../access/model';
import { changesBetween, type Actor, type Doing, type StoredChanges } from '../audit/model';
import { recordChange } from '../audit/service';
import type { DeskServices } from '../services';
import { DESK_TEXTS, translateTo, type DeskText } from '../texts';
import type { Values } from './forms';
import { createMailTrial } from './mail-test';
import { SECTIONS, SENSITIVE, versionOf, type MailTest, type Section } from './model';
import { insertMailTest, selectLastChange, selectMailState } from './queries';

export type Saved = { readonly kind: 'saved' } | { readonly kind: 'changed'; readonly by: string | null };

export async function recordSettings(
  tx: Executor,
  actor: Actor,
  { before, after }: { readonly before: Settings; readonly after: Settings },
  { now, owners }: { readonly now: Date; readonly owners: OwnerNotices },
): Promise<void> {
  for (const section of SECTIONS) {
    const changes = changesBetween(before[section], after[section]);
    if (Object.keys(changes).length === 0) continue;
    const subject = { kind: 'settings', id: section, name: section } as const;
    await recordChange(tx, actor, { action: 'setting.change', subject, changes }, now);
    const told = section === 'bank' ? accountChange(before, after) : changes;
    const act = SENSITIVE[section];
    if (!act || Object.keys(told).length === 0) continue;
    await owners.tell(tx, { act, by: actor, at: now, facts: (locale) => changeFacts(told, translateTo(locale)) });
  }
}

/** The account in one line, without how long may be waited for a transfer. */
const accountChange = (before: Settings, after: Settings) =>
  changesBetween({ accountLine: inOneLine(before) }, { accountLine: inOneLine(after) });

const inOneLine = ({ bank }: Settings): string => Object.values(accountOf(bank)).join(' ').trim();

export const changeFacts = (changes: StoredChanges, text: DeskText): LetterFact[] =>
  Object.entries(changes).map(([name, values]) => {
    const [before = '', now = ''] = values.map((value) =>
      typeof value === 'string' || typeof value === 'number' ? String(value) || text('desk:none') : text('desk:none'),
    );
    const label = hasWord(DESK_TEXTS.ko.deskSettings.fields, name) ? text(`deskSettings:fields.${name}`) : name;
    return { label, value: `${before} → ${now}` };
  });

class ChangedMeanwhile extends Error {}

export function createDeskSettings({ context, settings, mailServers, ownerNotices: owners }: DeskServices) {
  const { pool } = context;
  const tried = createMailTrial(context);

  return {
    async save(section: Section, values: Values, version: string, { actor, now }: Doing): Promise<Saved> {
      const entries = Object.entries(values).map(([name, value]) => [`${section}.${name}`, value] as const);
      try {
        await settings.change(Object.fromEntries(entries), async (tx, before, after) => {
          if (versionOf(section, before) !== version) throw new ChangedMeanwhile();
          await recordSettings(tx, actor, { before, after }, { now, owners });
        });
        return { kind: 'saved' };
      } catch (error) {
        if (!(error instanceof ChangedMeanwhile)) throw error;
        return { kind: 'changed', by: await selectLastChange(pool, section) };
      }
    },
    /** Not from memory: the form's version is made of it. */
    current: () => readSettings(pool),
    async mailState() {
      const { server, lastTest } = await selectMailState(pool);
      return { lastTest, place: mailServers.placeOf(server), isOfDesk: server !== null };
    },
    async testMail(staff: Staff, { actor, now }: Doing): Promise<MailTest> {
      const place = mailServers.placeOf(await mailServers.shown());
      const error = await mailServers.inEffect().then((route) => tried(route, staff, now), messageOf);
      const test = { at: now, recipient: staff.email, place, error };
      await withTransaction(pool, async (tx) => {
        await insertMailTest(tx, staff.id, test);
        const subject = { kind: 'settings', id: 'mail', name: place } as const;
        await recordChange(tx, actor, { action: 'mail.test', subject, changes: changesBetween({}, { error }) }, now);
      });
      return test;
    },
  };
}
