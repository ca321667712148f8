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
  routes.post('/admin/products', 'perfumes.write', (visit) => editor.take(visit, null));
  routes.get('/admin/products/:id', 'perfumes.read', async (visit) => {
    await editor.showSaved(visit, await editor.find(visit), {});
  });
  routes.post('/admin/products/:id', 'perfumes.write', async (visit) => editor.take(visit, await editor.find(visit)));
  routes.get('/admin/products/:id/prices', 'perfumes.write', async (visit) => {
    await editor.showSaved(visit, await editor.find(visit), { onlyPrices: true });
  });
  routes.post('/admin/products/:id/prices', 'perfumes.write', async (visit) => {
    await editor.takePrices(visit, await editor.find(visit));
  });
  addVisibilityRoute(routes, editor);
  addPhotoRoutes(routes, services, editor);
  addPreviewRoutes(routes, services, editor);
}

function addVisibilityRoute(routes: DeskRoutes, editor: Editor): void {
  routes.post('/admin/products/:id/visibility', 'perfumes.write', async (visit) => {
    const perfume = await editor.find(visit);
    const form = readForm(visibilityForm, visit.form);
    const at =
      form.to === 'schedule' ? readOrNull((typed) => readKoreanTime(typed, visit.now), form.publish_at ?? '') : null;
    if (form.to === 'schedule' && (!at || at.getTime() <= visit.now.getTime())) {
      const problem = visit.text('deskProducts:visibility.badTime');
      return editor.showSaved(visit, perfume, { schedule: { problem, typed: form.publish_at ?? '' } }, 422);
    }
    const visibility: Visibility = form.to === 'schedule' ? { to: 'schedule', at: at ?? visit.now } : { to: form.to };
    const outcome = await editor.perfumes.setVisibility(perfume.id, visibility, visit.actor);
    if (outcome === 'not-found') throw new AppError('not-found');
    visit.redirect(`/admin/products/${perfume.id}`, visibilityNotice(visit, visibility, outcome));
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
