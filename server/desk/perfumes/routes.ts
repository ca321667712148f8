/** Products: the list, one product, its photographs, and what is changed for many at once. */
import type { DeskServices } from '../services';
import type { DeskRoutes } from '../web/routes';
import type { Notice, Visit } from '../web/visit';
import { AppError } from '../../process/errors';
import { editorView, type EditorFacts } from './editor/presenter';
import { readProductForm, visibilityForm, type Typed } from './editor/forms';
import { readForm } from '../../web/forms';
import { readKoreanTime, writeKoreanTime } from './editor/korean-time';
import { stateOf, type Choices, type Product } from './model';
import { createNoteNames } from './editor/note-names';
import { addBulkRoutes } from './bulk/routes';
import { addHouseRoutes } from './houses/routes';
import { addListRoutes } from './list/routes';
import { addNoteRoutes } from './notes/routes';
import { addPhotoRoutes } from './photos/routes';
import { addPreviewRoutes } from './preview/routes';
import { readProduct, type Problems } from './editor/validate';
import { createProducts, type ProductService, type Saving, type Visibility, type VisibilityOutcome } from './service';
import { emptyForm, formOf, withCounts, withoutRow, withRow } from './editor/fill';
import { formatterOf } from '../web/format';

export interface Editor {
  readonly products: ProductService;
  /** The product in the path, or 404. */
  find(visit: Visit): Promise<Product>;
  /** The page of a product as it is saved, with something that went wrong. */
  showSaved(visit: Visit, product: Product, more: Partial<EditorFacts>, status?: number): Promise<void>;
}

export function addProductRoutes(routes: DeskRoutes, services: DeskServices): void {
  const { context } = services;
  const products = createProducts(context);
  const editor = createEditor(products, context.config.origins.apex);

  addListRoutes(routes, services);
  addBulkRoutes(routes, services);
  addHouseRoutes(routes, services);
  addNoteRoutes(routes, services);
  routes.get('/admin/products/new', 'products.write', async (visit) => {
    await editor.show(visit, { typed: emptyForm(), choices: await products.choices(), product: null });
  });
  routes.post('/admin/products', 'products.write', (visit) => editor.take(visit, null));
  routes.get('/admin/products/:id', 'products.read', async (visit) => {
    await editor.showSaved(visit, await editor.find(visit), {});
  });
  routes.post('/admin/products/:id', 'products.write', async (visit) => editor.take(visit, await editor.find(visit)));
  addVisibilityRoute(routes, editor);
  addPhotoRoutes(routes, services, editor);
  addPreviewRoutes(routes, services, editor);
}

function createEditor(products: ProductService, shopOrigin: string) {
  async function show(visit: Visit, facts: EditorFacts, status = 200): Promise<void> {
    const { locale, text, now } = visit;
    const editor = editorView(facts, { locale, text, now, shopOrigin });
    const suggested = facts.product?.publishedAt ?? new Date(now.getTime() + 24 * 60 * 60 * 1000);
    const scheduleAt = facts.schedule?.typed ?? writeKoreanTime(suggested);
    await visit.render('products/edit', { editor, scheduleAt, names: facts.product ?? null }, status);
  }

  async function showSaved(visit: Visit, product: Product, more: Partial<EditorFacts>, status = 200): Promise<void> {
    const choices = await products.choices();
    const typed = formOf(product, product.version, createNoteNames(choices.notes, visit.locale));
    await show(visit, { typed, choices, product, ...more }, status);
  }

  /** The form as it was sent: saved, or shown again. */
  async function take(visit: Visit, product: Product | null): Promise<void> {
    const typed = readProductForm(visit.form);
    const choices = await products.choices();
    const again = changedByButton(typed);
    if (again) return show(visit, { typed: again, choices, product });
    const reading = readProduct(typed, choices, createNoteNames(choices.notes, visit.locale));
    if (!reading.ok) return show(visit, { typed, choices, product, problems: reading.problems }, 422);
    const saving = product
      ? await products.save(product.id, Number(typed.fields.version) || 0, reading.draft, visit.actor)
      : await products.create(reading.draft, visit.actor);
    await answer(visit, saving, { typed, choices, product });
  }

  async function answer(visit: Visit, saving: Saving, facts: Shown): Promise<void> {
    switch (saving.kind) {
      case 'saved':
        return visit.redirect(`/admin/products/${saving.id}`, { key: noticeOf(facts.product, visit.now) });
      case 'wrong':
        return show(visit, await afterProblems(facts, saving.problems), 422);
      case 'conflict': {
        const names = createNoteNames(facts.choices.notes, visit.locale);
        const typed = formOf(saving.draft, saving.current.version, names);
        return show(visit, { ...facts, product: saving.current, typed, conflict: saving }, 409);
      }
      case 'not-found':
        throw new AppError('not-found');
    }
  }

  /** Counts may have moved: what is shown again stands beside today's. */
  async function afterProblems(facts: Shown, problems: Problems): Promise<EditorFacts> {
    const product = facts.product && (await products.find(facts.product.id));
    return { ...facts, problems, product, typed: product ? withCounts(facts.typed, product) : facts.typed };
  }

  async function find(visit: Visit): Promise<Product> {
    const id = visit.param('id');
    const product = /^\d{1,9}$/.test(id) ? await products.find(Number(id)) : null;
    if (!product) throw new AppError('not-found');
    return product;
  }

  return { products, show, showSaved, take, find };
}

interface Shown {
  readonly typed: Typed;
  readonly choices: Choices;
  readonly product: Product | null;
}

function noticeOf(product: Product | null, now: Date): string {
  if (!product) return 'deskProducts:created';
  return stateOf(product, now) === 'visible' ? 'deskProducts:saved' : 'deskProducts:savedHidden';
}

/** The form's other buttons, for browsers without scripts: nothing is saved by them. */
function changedByButton(typed: Typed): Typed | null {
  const { intent } = typed.fields;
  if (intent === 'preview') return typed;
  if (intent === 'add-volume') return withRow(typed);
  const drop = /^drop-volume-(\d{1,2})$/.exec(intent);
  return drop ? withoutRow(typed, Number(drop[1])) : null;
}

function addVisibilityRoute(routes: DeskRoutes, editor: Editor): void {
  routes.post('/admin/products/:id/visibility', 'products.write', async (visit) => {
    const product = await editor.find(visit);
    const form = readForm(visibilityForm, visit.form);
    const at = form.to === 'schedule' ? readKoreanTime(form.publish_at ?? '') : null;
    if (form.to === 'schedule' && (!at || at.getTime() <= visit.now.getTime())) {
      const problem = visit.text('deskProducts:visibility.badTime');
      return editor.showSaved(visit, product, { schedule: { problem, typed: form.publish_at ?? '' } }, 422);
    }
    const visibility: Visibility = form.to === 'schedule' ? { to: 'schedule', at: at ?? visit.now } : { to: form.to };
    const outcome = await editor.products.setVisibility(product.id, visibility, visit.actor);
    if (outcome === 'not-found') throw new AppError('not-found');
    visit.redirect(`/admin/products/${product.id}`, visibilityNotice(visit, visibility, outcome));
  });
}

const DONE = {
  publish: 'published',
  hide: 'hidden',
  schedule: 'scheduled',
  archive: 'archived',
  unarchive: 'unarchived',
} as const;

function visibilityNotice(visit: Visit, visibility: Visibility, outcome: VisibilityOutcome): Notice {
  if (outcome === 'nothing-to-sell') return { key: 'deskProducts:visibility.nothingToSell', wrong: true };
  if (outcome === 'archived') return { key: 'deskProducts:visibility.isArchived', wrong: true };
  const time = visibility.to === 'schedule' ? formatterOf(visit.locale).time(visibility.at) : '';
  return { key: `deskProducts:visibility.${DONE[visibility.to]}`, values: { time } };
}
