import { hasWord } from '../../i18n/translate';
import type { Saying } from '../../store/perfumes';
import type { Permission } from '../permissions';
import { DESK_TEXTS } from '../texts';
import { mailInWords } from '../web/code-words';
import type { Visit } from '../web/visit';
import { changeInWords } from './field-words';
import { VERSION } from './model';
import type { StoredEntry } from './queries';

const { deskAudit, deskSettings } = DESK_TEXTS.ko;

const PLACES: Readonly<Record<string, { readonly needs: Permission; readonly path: (entry: StoredEntry) => string }>> =
  {
    product: { needs: 'perfumes.read', path: ({ subjectId }) => `/admin/products/${encodeURIComponent(subjectId)}` },
    order: { needs: 'orders.read', path: ({ subjectName }) => `/admin/orders/${encodeURIComponent(subjectName)}` },
    customer: { needs: 'customers.read', path: ({ subjectId }) => `/admin/customers/${encodeURIComponent(subjectId)}` },
    staff: { needs: 'people.write', path: ({ subjectId }) => `/admin/people/${encodeURIComponent(subjectId)}` },
    settings: { needs: 'settings.read', path: () => '/admin/settings' },
    area: { needs: 'settings.read', path: () => '/admin/settings/delivery' },
    holiday: { needs: 'settings.read', path: () => '/admin/settings/delivery' },
    pause: { needs: 'settings.read', path: () => '/admin/settings/delivery' },
    house: { needs: 'perfumes.read', path: () => '/admin/products/houses' },
    note: { needs: 'perfumes.read', path: () => '/admin/products/notes' },
    deposit: {
      needs: 'orders.money',
      path: ({ subjectId }) => `/admin/orders/deposits/${encodeURIComponent(subjectId)}`,
    },
    volume: { needs: 'stock.read', path: ({ subjectId }) => `/admin/stock/${encodeURIComponent(subjectId)}` },
  };

type Words = Pick<Visit, 'text' | 'locale' | 'format' | 'can'>;

const KINDS = Object.keys(deskAudit.kinds) as (keyof typeof deskAudit.kinds)[];

export const kindOptions = ({ text }: Words) =>
  KINDS.map((kind) => ({ value: kind, label: text(`deskAudit:kinds.${kind}`) }));

export function entryRow(entry: StoredEntry, visit: Words, saying: Saying) {
  const kind = entry.subjectKind;
  const place = PLACES[kind];
  const verb = entry.action.slice(entry.action.indexOf('.') + 1);
  return {
    id: entry.id,
    at: visit.format.time(entry.at),
    moment: entry.at.toISOString(),
    actor: entry.staffId === null ? visit.text('deskAudit:console') : entry.actor.replace(/ <[^<>]*>$/, ''),
    actorInFull: entry.actor,
    kind: hasWord(deskAudit.kinds, kind) ? visit.text(`deskAudit:kinds.${kind}`) : kind,
    verb: hasWord(deskAudit.verbs, verb) ? visit.text(`deskAudit:verbs.${verb}`) : verb,
    subject: subjectInWords(visit, entry),
    href: place && visit.can(place.needs) ? place.path(entry) : null,
    changes: Object.entries(entry.changes)
      .filter(([field]) => field !== VERSION)
      .map((change) => changeInWords(visit, saying, kind, change))
      .filter(({ before, after }) => before !== null || after !== null),
  };
}

function subjectInWords({ text }: Words, { subjectKind, subjectId, subjectName }: StoredEntry): string {
  if (subjectKind === 'mail') {
    return subjectId === 'all' ? text('desk:all') : (mailInWords(text, subjectName) ?? subjectName);
  }
  if (subjectKind !== 'settings' || !hasWord(deskSettings.sections, subjectId)) return subjectName;
  return text(`deskSettings:sections.${subjectId}.title`);
}
