import { z } from 'zod';
import { ROLES, type Role } from '../../permissions';
import type { Visit } from '../../web/visit';
import { linkAddress } from '../links';
import type { ListedPerson } from './queries';

type Words = Pick<Visit, 'text' | 'format'>;

interface RoleOption {
  readonly value: Role;
  readonly label: string;
  readonly detail: string;
  /** As partials/choices asks of any option. */
  readonly disabled?: boolean;
}

export const roleOptions = ({ text }: Words): RoleOption[] =>
  ROLES.map((value) => ({
    value,
    label: text(`deskAccess:roles.${value}.name`),
    detail: text(`deskAccess:roles.${value}.detail`),
  }));

export const shownLink = z.strictObject({
  token: z.string(),
  expiresAt: z.coerce.date(),
  person: z.strictObject({ id: z.string(), name: z.string(), email: z.string() }),
  /** She is new; else her link was made anew. */
  isInvited: z.boolean(),
});
export type ShownLink = z.infer<typeof shownLink>;

export const linkView = ({ token, expiresAt, ...link }: ShownLink, appOrigin: string, { format }: Words) => ({
  ...link,
  address: linkAddress(appOrigin, token),
  until: format.time(expiresAt),
});

export function personRow(person: ListedPerson, { text, format }: Words) {
  const time = (moment: Date | null): string | null => moment && format.time(moment);
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
    seen: time(person.seenAt),
    sessions: person.sessions,
    since: time(person.setUpAt),
    linkUntil: time(person.linkUntil),
    disabledSince: time(person.disabledAt),
  };
}
