import { foundOrThrow } from '../../../process/errors';
import type { DeskServices } from '../../services';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { readBulk, readBulkForm, type BulkErrors, type TypedBulk } from './forms';
import { bulkDoneView, bulkView } from './presenter';
import { createBulk, type BulkPreview } from './service';

declare module '../../../web/page' {
  interface Views {
    'desk/perfumes/bulk': { readonly bulk: ReturnType<typeof bulkView>; readonly isLate: boolean };
    'desk/perfumes/bulk-done': { readonly bulk: ReturnType<typeof bulkDoneView> };
  }
}

export function addBulkRoutes(routes: DeskRoutes, { context }: DeskServices): void {
  const bulk = createBulk(context);

  async function preview(visit: Visit): Promise<void> {
    const typed = readBulkForm(visit.form);
    const reading = readBulk(typed);
    if (!reading.ok) return show(visit, typed, { errors: reading.errors }, 422);
    const found = await bulk.preview(typed.ids, reading.request);
    await show(visit, typed, { preview: found }, found.plan.problems.length > 0 ? 422 : 200);
  }

  routes.form('/admin/products/bulk', 'perfumes.write', { act: preview, show: preview });
  routes.form('/admin/products/bulk/apply', 'perfumes.write', {
    show: preview,
    async act(visit) {
      const typed = readBulkForm(visit.form);
      const reading = readBulk(typed);
      if (!reading.ok) return show(visit, typed, { errors: reading.errors }, 422);
      const outcome = await bulk.apply(typed.ids, reading.request, typed.digest, visit.actor);
      if (outcome.kind === 'changed') return show(visit, typed, { preview: outcome.preview, isLate: true }, 409);
      visit.redirect(`/admin/products/bulk/${outcome.id}`);
    },
  });

  routes.get('/admin/products/bulk/:change', 'perfumes.read', async (visit) => {
    const { change, perfumes } = foundOrThrow(await bulk.find(visit.uuid('change')));
    await visit.render('desk/perfumes/bulk-done', { bulk: bulkDoneView(change, perfumes, visit) });
  });

  routes.press('/admin/products/bulk/:change/undo', 'perfumes.write', async (visit) => {
    const id = visit.uuid('change');
    const undoing = await bulk.undo(id, visit.actor);
    foundOrThrow(undoing !== 'not-found');
    const wrong = undoing === 'changed';
    visit.redirect(`/admin/products/bulk/${id}`, {
      key: wrong ? 'deskProducts:bulk.cannotUndo' : 'deskProducts:bulk.undone',
      wrong,
    });
  });
}

async function show(
  visit: Visit,
  typed: TypedBulk,
  facts: { readonly errors?: BulkErrors; readonly preview?: BulkPreview; readonly isLate?: boolean },
  status: number,
): Promise<void> {
  const bulk = bulkView(typed, facts, visit);
  await visit.render('desk/perfumes/bulk', { bulk, isLate: facts.isLate ?? false }, status);
}
