/** People as the desk shows them. */
import { formatterOf } from '../../web/format';
import type { Visit } from '../../web/visit';
import type { ListedPerson } from './queries';

export function personRow(person: ListedPerson, { text, locale }: Pick<Visit, 'text' | 'locale'>) {
  const time = (moment: Date): string => formatterOf(locale).time(moment);
  const state = person.disabledAt ? 'disabled' : person.setUpAt ? 'active' : person.linkUntil ? 'invited' : 'expired';
  return {
    id: person.id,
    href: `/admin/people/${person.id}`,
    name: person.name,
    email: person.email,
    role: person.role,
    roleName: text(`deskAccess:roles.${person.role}.name`),
    state,
    stateName: text(`deskAccess:states.${state}`),
    seen: person.seenAt ? time(person.seenAt) : null,
    sessions: person.sessions,
    since: person.setUpAt ? time(person.setUpAt) : null,
    linkUntil: person.linkUntil ? time(person.linkUntil) : null,
    disabledSince: person.disabledAt ? time(person.disabledAt) : null,
  };
}
