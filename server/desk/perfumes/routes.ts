import { AppError } from '../../process/errors';
import { readKoreanTime } from '../../store/perfumes';
import { readOrNull } from '../../values/reading';
import { readForm } from '../../web/forms';
import type { DeskServices } from '../services';
import type { DeskRoutes } from '../web/routes';
import type { Visit } from '../web/visit';
import { addBulkRoutes } from './bulk/routes';
import { createEditor, type Editor } from './editor/editor';
import { visibilityForm } from './editor/forms';
import { addHouseRoutes } from './houses/routes';
import { addListRoutes } from './list/routes';
import type { Perfume } from './model';
import { addNoteRoutes } from './notes/routes';
import { addPhotoRoutes } from './photos/routes';
import { addPreviewRoutes } from './preview/routes';
import { createPerfumes, type Visibility, type VisibilityOutcome } from './service';

export function addPerfumeRoutes(routes: DeskRoutes, services: DeskServices): void {
  const { context } = services;
  const editor = createEditor(createPerfumes(context), context.config.origins.apex);

  addListRoutes(routes, services);
  addBulkRoutes(routes, services);
  addHouseRoutes(routes, services);
  addNoteRoutes(routes, services);
  routes.get('/admin/products/new', 'perfumes.write', (visit) => editor.showEmpty(visit));
  routes.form('/admin/products', 'perfumes.write', {
    act: (visit) => editor.take(visit, null),
    show: (visit) => editor.showTyped(visit, null),
  });
  routes.get('/admin/products/:id', 'perfumes.read', async (visit) => {
    await editor.showSaved(visit, await editor.find(visit), {});
  });
  routes.form('/admin/products/:id', 'perfumes.write', {
    act: async (visit) => editor.take(visit, await editor.find(visit)),
    show: async (visit) => editor.showTyped(visit, await editor.find(visit)),
  });
  routes.get('/admin/products/:id/prices', 'perfumes.write', async (visit) => {
    await editor.showSaved(visit, await editor.find(visit), { onlyPrices: true });
  });
  routes.form('/admin/products/:id/prices', 'perfumes.write', {
    act: async (visit) => editor.takePrices(visit, await editor.find(visit)),
    show: async (visit) => editor.showPrices(visit, await editor.find(visit)),
  });
  addVisibilityRoute(routes, editor);
  addPhotoRoutes(routes, services, editor);
  addPreviewRoutes(routes, services, editor);
}

function addVisibilityRoute(routes: DeskRoutes, editor: Editor): void {
  const show = async (visit: Visit, perfume: Perfume, problem: string, status = 200): Promise<void> => {
    const { publish_at: typed = '' } = readForm(visibilityForm, visit.form);
    await editor.showSaved(visit, perfume, { schedule: { problem, typed } }, status);
  };

  async function act(visit: Visit): Promise<void> {
    const perfume = await editor.find(visit);
    const form = readForm(visibilityForm, visit.form);
    const at =
      form.to === 'schedule' ? readOrNull((typed) => readKoreanTime(typed, visit.now), form.publish_at ?? '') : null;
    if (form.to === 'schedule' && (!at || at.getTime() <= visit.now.getTime())) {
      return show(visit, perfume, visit.text('deskProducts:visibility.badTime'), 422);
    }
    const visibility: Visibility = form.to === 'schedule' ? { to: 'schedule', at: at ?? visit.now } : { to: form.to };
    const outcome = await editor.perfumes.setVisibility(perfume.id, visibility, visit.actor);
    if (outcome === 'not-found') throw new AppError('not-found');
    visit.redirect(`/admin/products/${perfume.id}`, visibilityNotice(visit, visibility, outcome));
  }

  routes.form('/admin/products/:id/visibility', 'perfumes.write', {
    act,
    show: async (visit) => show(visit, await editor.find(visit), ''),
  });
}

const DONE = {
  publish: 'published',
  hide: 'hidden',
  schedule: 'scheduled',
  archive: 'archived',
  unarchive: 'unarchived',
} as const;

function visibilityNotice(visit: Visit, visibility: Visibility, outcome: VisibilityOutcome) {
  if (outcome === 'nothing-to-sell') return { key: 'deskProducts:visibility.nothingToSell', wrong: true } as const;
  if (outcome === 'archived') return { key: 'deskProducts:visibility.isArchived', wrong: true } as const;
  const time = visibility.to === 'schedule' ? visit.format.time(visibility.at) : '';
  return { key: `deskProducts:visibility.${DONE[visibility.to]}`, values: { time } } as const;
}
