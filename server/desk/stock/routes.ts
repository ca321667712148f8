import { foundOrThrow } from '../../process/errors';
import { readForm } from '../../web/forms';
import type { DeskServices } from '../services';
import type { DeskRoutes } from '../web/routes';
import type { Visit } from '../web/visit';
import { readStockAddress } from './address';
import { bottles, countForm, deliveryForm, readNote, type StockErrors } from './forms';
import type { CountedVariant } from './model';
import { ledgerView, PAGE_SIZE, stockListView } from './presenter';
import { createStock, type StockService } from './service';

declare module '../../web/page' {
  interface Views {
    'desk/stock/list': { readonly stock: ReturnType<typeof stockListView> };
    'desk/stock/ledger': { readonly ledger: ReturnType<typeof ledgerView> };
  }
}

export function addStockRoutes(routes: DeskRoutes, { context }: DeskServices): void {
  const stock = createStock(context);

  routes.get('/admin/stock', 'stock.read', async (visit) => {
    const { view, q, words, after } = readStockAddress(visit.request.query);
    const page = { limit: PAGE_SIZE + 1, after };
    const [variants, low] = await Promise.all([stock.list({ view, words }, page), stock.low()]);
    const facts = { variants, low, view, q, isFirstPage: after === null };
    await visit.render('desk/stock/list', { stock: stockListView(facts, visit) });
  });

  routes.get('/admin/stock/:volume', 'stock.read', async (visit) => {
    const before = visit.request.query['before'];
    const from = typeof before === 'string' && /^\d{1,15}$/.test(before) ? Number(before) : null;
    await showLedger(stock, visit, await find(stock, visit), { before: from });
  });

  const showing = (shape: typeof countForm | typeof deliveryForm) => async (visit: Visit) =>
    again(stock, visit, await find(stock, visit), { typed: readForm<Typed>(shape, visit.form) });

  async function count(visit: Visit): Promise<void> {
    const variant = await find(stock, visit);
    const form = readForm(countForm, visit.form);
    const counted = bottles(form.counted);
    const { note, errors: wrong } = readNote('count_note', form.count_note);
    const errors: StockErrors = {
      ...(counted === null ? { counted: 'bottles' as const } : {}),
      ...wrong,
    };
    if (counted === null || Object.keys(errors).length > 0)
      return again(stock, visit, variant, { typed: form, errors });
    const seen = Number(form.seen);
    if (!(await stock.count(variant, { counted, seen, reason: form.reason, note }, visit.actor))) {
      const moved = await find(stock, visit);
      return again(stock, visit, moved, { typed: form, errors: { counted: 'moved' } }, 409);
    }
    visit.redirect(`/admin/stock/${variant.id}`, { key: 'deskStock:counted', values: { stock: counted } });
  }

  async function receive(visit: Visit): Promise<void> {
    const variant = await find(stock, visit);
    const form = readForm(deliveryForm, visit.form);
    const quantity = bottles(form.quantity);
    const { note, errors: wrong } = readNote('delivery_note', form.delivery_note);
    const errors: StockErrors = {
      ...(quantity === null || quantity < 1 ? { quantity: 'at-least-one' as const } : {}),
      ...wrong,
    };
    if (quantity === null || Object.keys(errors).length > 0)
      return again(stock, visit, variant, { typed: form, errors });
    if (!(await stock.receive(variant, { quantity, note }, visit.actor))) {
      return again(stock, visit, await find(stock, visit), { typed: form, errors: { quantity: 'too-many' } });
    }
    visit.redirect(`/admin/stock/${variant.id}`, { key: 'deskStock:received', values: { quantity } });
  }

  routes.form('/admin/stock/:volume/count', 'stock.write', { act: count, show: showing(countForm) });
  routes.form('/admin/stock/:volume/delivery', 'stock.write', { act: receive, show: showing(deliveryForm) });
}

const find = async (stock: StockService, visit: Visit): Promise<CountedVariant> =>
  foundOrThrow(await stock.find(visit.number('volume')));

type Typed = Readonly<Record<string, string>>;

interface Shown {
  readonly before?: number | null;
  readonly typed?: Typed;
  readonly errors?: StockErrors;
}

async function showLedger(
  stock: StockService,
  visit: Visit,
  variant: CountedVariant,
  { before = null, ...more }: Shown,
  status = 200,
): Promise<void> {
  const movements = await stock.movements(variant.id, { limit: PAGE_SIZE + 1, before });
  const ledger = ledgerView({ variant, movements, isFirstPage: before === null, ...more }, visit);
  await visit.render('desk/stock/ledger', { ledger }, status);
}

const again = (stock: StockService, visit: Visit, variant: CountedVariant, shown: Shown, status = 422): Promise<void> =>
  showLedger(stock, visit, variant, shown, status);
