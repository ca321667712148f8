import { z } from 'zod';
import type { Mark, SignIn } from '../../../store/sign-ins/model';
import { listAddress, pageOf, textIn } from '../../web/list-address';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import type { DeskAccess } from '../access';
import { signInRow } from './presenter';

declare module '../../../web/page' {
  interface Views {
    'desk/account/sign-ins': ReturnType<typeof listView>;
    'desk/people/sign-ins': ReturnType<typeof listView> & {
      readonly who: string;
      readonly whoOptions: readonly { readonly value: string; readonly label: string }[];
    };
  }
}

const OWN = '/admin/account/sign-ins';
const EVERYBODYS = '/admin/people/sign-ins';
const PAGE_SIZE = 50;

export function addSignInRoutes(routes: DeskRoutes, { people, signIns }: DeskAccess): void {
  const read = (visit: Visit, person: string | null): Promise<readonly SignIn[]> =>
    signIns.list({ side: 'desk', person, before: placeOf(visit), most: PAGE_SIZE + 1 });

  routes.get(OWN, 'desk.open', async (visit) => {
    await visit.render('desk/account/sign-ins', listView(visit, await read(visit, visit.staff.id), OWN, {}));
  });

  routes.get(EVERYBODYS, 'people.write', async (visit) => {
    const who = z.uuid().safeParse(visit.request.query['who']).data ?? '';
    const [found, known] = await Promise.all([read(visit, who || null), people.list()]);
    const all = { value: '', label: visit.text('desk:all') };
    await visit.render('desk/people/sign-ins', {
      ...listView(visit, found, EVERYBODYS, { who }),
      who,
      whoOptions: [all, ...known.map(({ id, name }) => ({ value: id, label: name }))],
    });
  });
}

function placeOf({ request }: Visit): Mark | null {
  const match = /^(\d{1,13})\.(\d{1,15})$/.exec(textIn(request.query, 'after'));
  return match ? { at: new Date(Number(match[1])), id: Number(match[2]) } : null;
}

function listView(visit: Visit, found: readonly SignIn[], path: string, filters: Readonly<Record<string, string>>) {
  const { shown, last } = pageOf(found, PAGE_SIZE);
  return {
    signIns: shown.map((signIn) => signInRow(signIn, visit)),
    pager: {
      first: placeOf(visit) === null ? null : listAddress(path, filters),
      next: last ? listAddress(path, { ...filters, after: `${last.at.getTime()}.${last.id}` }) : null,
    },
  };
}
