import type { FormView } from '../../../web/form-page';
import { readForm } from '../../../web/forms';
import { changeSessionId } from '../../../web/session';
import type { DeskRoutes } from '../../web/routes';
import { isStepOpen, type NewApp } from '../../web/session';
import type { Visit } from '../../web/visit';
import type { DeskAccess } from '../access';
import { FORMS } from '../forms';
import { secretToShow, showForm, type AccessFault, type SecretToShow } from '../presenter';
import { selfOf } from './self';

declare module '../../../web/page' {
  interface Views {
    'desk/account/new-app': { readonly form: FormView; readonly app: SecretToShow };
    'desk/account/second-factor': object;
  }
}

const ACCOUNT = '/admin/account';
const FACTOR = `${ACCOUNT}/second-factor`;

export function addNewAppRoutes(routes: DeskRoutes, { account, totp }: Pick<DeskAccess, 'account' | 'totp'>): void {
  async function show(visit: Visit, { sealed }: NewApp, code?: AccessFault): Promise<void> {
    const secret = account.secretOf(sealed);
    if (secret === null) throw new Error('an app was begun under a key that is gone');
    const app = secretToShow(secret, totp.uri(secret, visit.staff.email));
    await showForm(visit, { view: 'desk/account/new-app', app }, {}, code && { errors: { code } });
  }

  routes.get(FACTOR, 'desk.open', async (visit) => {
    const begun = pendingIn(visit);
    if (begun) return show(visit, begun);
    await visit.render('desk/account/second-factor', {});
  });

  routes.press(FACTOR, { needs: 'desk.open', act: 'second-factor', back: () => ACCOUNT }, async (visit) => {
    visit.request.session.newTotp = { ...(await account.beginNewApp(selfOf(visit))), at: visit.now.toISOString() };
    visit.redirect(FACTOR);
  });

  routes.post(`${FACTOR}/confirm`, 'desk.open', async (visit) => {
    const { code } = readForm(FORMS.oneCode, visit.form);
    const begun = pendingIn(visit);
    if (!begun) return visit.redirect(FACTOR);
    if (code.trim() === '') return show(visit, begun, 'code-empty');
    const done = await account.finishNewApp(selfOf(visit), begun, code);
    if (done === 'wrong') return show(visit, begun, 'code-wrong');
    if (done === 'over') {
      const { session } = visit.request;
      delete (session as Partial<typeof session>).newTotp;
      return visit.redirect(ACCOUNT, { key: 'deskAccess:notice.appOver', wrong: true });
    }
    await changeSessionId(visit.request, { staffId: visit.staff.id });
    visit.redirect(ACCOUNT, { key: 'deskAccess:notice.secondFactor' });
  });
}

function pendingIn({ request, now }: Visit): NewApp | null {
  const { newTotp } = request.session;
  return newTotp && isStepOpen(newTotp, now) ? newTotp : null;
}
