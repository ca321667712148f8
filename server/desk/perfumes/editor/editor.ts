/** The page on which a perfume is edited: shown empty, as saved, as typed, and taken. */
import { AppError } from '../../../process/errors';
import type { Visit } from '../../web/visit';
import { stateOf, type Choices, type Product } from '../model';
import type { ProductService, Saving } from '../service';
import { emptyForm, formOf, withCounts, withoutRow, withRow } from './fill';
import { readProductForm, type Typed } from './forms';
import { writeKoreanTime } from './korean-time';
import { createNoteNames } from './note-names';
import { editorView, type EditorFacts } from './presenter';
import { readProduct, type Problems } from './validate';

export interface Editor {
  readonly products: ProductService;
  showEmpty(visit: Visit): Promise<void>;
  /** The product in the path, or 404. */
  find(visit: Visit): Promise<Product>;
  /** The page of a product as it is saved, with something that went wrong. */
  showSaved(visit: Visit, product: Product, more: Partial<EditorFacts>, status?: number): Promise<void>;
  /** The form as it was sent, of that product or of a new one: saved, or shown again. */
  take(visit: Visit, product: Product | null): Promise<void>;
}

export function createEditor(products: ProductService, shopOrigin: string): Editor {
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

  const showEmpty = async (visit: Visit): Promise<void> =>
    show(visit, { typed: emptyForm(), choices: await products.choices(), product: null });

  return { products, showEmpty, showSaved, take, find };
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
