import { foundOrThrow } from '../../../process/errors';
import { ruleOf } from '../../../store/delivery/service';
import { readSettings } from '../../../store/settings/service';
import type { DeskServices } from '../../services';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { presentSection, type Attempt } from '../presenter';
import { checkEntry, readEntry } from './forms';
import { KINDS, PAGE, type Kind } from './model';
import { clashOf, presentEntry, presentLists, saidToday, typedOf, type ShownEntry } from './presenter';
import { createDeliveryDesk } from './service';

declare module '../../../web/page' {
  interface Views {
    'desk/settings/delivery': {
      readonly one: ReturnType<typeof presentSection>;
      readonly lists: ReturnType<typeof presentLists>;
      readonly said: readonly string[];
    };
    'desk/settings/entry': { readonly entry: ReturnType<typeof presentEntry> };
  }
}

export type ShowDelivery = (visit: Visit, attempt: Attempt | null, status: number) => Promise<void>;

export function createDeliveryPage(services: DeskServices): ShowDelivery {
  const desk = createDeliveryDesk(services);
  return async (visit, attempt, status) => {
    const [settings, lists] = [await readSettings(services.context.pool), await desk.lists()];
    const model = {
      one: presentSection('delivery', settings, visit.text, attempt),
      lists: presentLists(lists, visit),
      said: saidToday(ruleOf(settings, lists), visit),
    };
    await visit.render('desk/settings/delivery', model, status);
  };
}

export function addDeliveryRoutes(routes: DeskRoutes, services: DeskServices, showPage: ShowDelivery): void {
  routes.get(PAGE, 'settings.read', (visit) => showPage(visit, null, 200));
  for (const kind of KINDS) addEntryRoutes(routes, services, kind);
}

function addEntryRoutes(routes: DeskRoutes, services: DeskServices, kind: Kind): void {
  const desk = createDeliveryDesk(services);
  const path = `${PAGE}/${kind}`;
  const needs = 'settings.write';

  const show = (visit: Visit, shown: Omit<ShownEntry, 'kind'>, status = 200): Promise<void> =>
    visit.render('desk/settings/entry', { entry: presentEntry({ kind, ...shown }, visit) }, status);

  async function save(visit: Visit, id: number | null): Promise<void> {
    const typed = readEntry(kind, visit.form);
    const checked = checkEntry(kind, typed);
    if ('faults' in checked) return show(visit, { id, typed, faults: checked.faults }, 422);
    const saved = await desk.save(kind, id, checked.value, visit);
    if (saved.kind === 'clash') return show(visit, { id, typed, faults: clashOf(kind, saved.other, visit) }, 422);
    foundOrThrow(saved.kind === 'saved');
    visit.redirect(`${PAGE}#${kind}`, { key: 'deskSettings:notice.saved' });
  }

  routes.get(`${path}/new`, needs, (visit) => show(visit, { id: null, typed: typedOf(kind, null) }));
  routes.form(path, needs, {
    act: (visit) => save(visit, null),
    show: (visit) => show(visit, { id: null, typed: readEntry(kind, visit.form) }),
  });
  routes.get(`${path}/:entry`, needs, async (visit) => {
    const id = visit.number('entry');
    const lists = await desk.lists();
    const entry = foundOrThrow([...lists[kind]].find((one) => one.id === id));
    await show(visit, { id, typed: typedOf(kind, entry) });
  });
  routes.form(`${path}/:entry`, needs, {
    act: (visit) => save(visit, visit.number('entry')),
    show: (visit) => show(visit, { id: visit.number('entry'), typed: readEntry(kind, visit.form) }),
  });
  routes.press(`${path}/:entry/remove`, needs, async (visit) => {
    foundOrThrow(await desk.remove(kind, visit.number('entry'), visit));
    visit.redirect(`${PAGE}#${kind}`, { key: 'deskDelivery:removed' });
  });
}
