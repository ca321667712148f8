import { AppError } from '../../../process/errors';
import type { DeskServices } from '../../services';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { checkServer, readServer } from './forms';
import { presentServer, type ServerAttempt } from './presenter';
import { createDeskMailServer } from './service';

declare module '../../../web/page' {
  interface Views {
    'desk/settings/mail-server': ReturnType<typeof presentServer> & {
      readonly place: string;
      readonly isOfDesk: boolean;
      readonly testTo: string;
    };
  }
}

const PATH = '/admin/settings/mail-server';
const BACK = '/admin/settings#mail';

export function addMailServerRoutes(routes: DeskRoutes, services: DeskServices): void {
  const service = createDeskMailServer(services);
  const { mailServers } = services;

  async function show(visit: Visit, attempt: ServerAttempt | null): Promise<void> {
    const stored = await mailServers.shown();
    const { text, staff } = visit;
    const testTo = staff.email;
    const page = { place: mailServers.placeOf(stored), isOfDesk: stored !== null, testTo };
    const form = presentServer(stored, attempt, { text, testTo });
    await visit.render('desk/settings/mail-server', { ...page, ...form }, attempt ? 422 : 200);
  }

  // Asked for before anything is typed: a password is kept on no page.
  const asked = { needs: 'settings.write', act: 'mail', back: () => PATH, again: true } as const;
  routes.get(PATH, asked, (visit) => show(visit, null));
  routes.post(PATH, asked, async (visit) => {
    const typed = readServer(visit.form);
    const checked = await checkServer(typed, (server) => mailServers.passwordFor(server));
    if ('errors' in checked) return show(visit, { typed, errors: checked.errors });
    const said = await service.try(checked.server, visit);
    if (said !== null) return show(visit, { typed, said });
    // The mail server may have taken its time.
    if (!(await visit.mayGoOn())) throw new AppError('forbidden');
    await service.save(checked.server, visit);
    visit.redirect(BACK, { key: 'deskSettings:notice.serverSaved', values: { to: visit.staff.email } });
  });
  const back = () => BACK;
  routes.press(`${PATH}/remove`, { needs: 'settings.write', act: 'mail', back }, async (visit) => {
    await service.remove(visit);
    visit.redirect(BACK, { key: 'deskSettings:notice.serverRemoved' });
  });
}
