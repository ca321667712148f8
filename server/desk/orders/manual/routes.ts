import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readForm } from '../../../web/forms';
import type { DeskServices } from '../../services';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { changeLines, manualForm, readDoing, readLines, type ManualForm } from './forms';
import type { TypedLine } from './model';
import { manualPage, type ManualState } from './presenter';
import { createManualDesk } from './service';
import { readWriting } from './writing';

declare module '../../../web/page' {
  interface Views {
    'desk/orders/new': { readonly written: ReturnType<typeof manualPage> };
  }
}

export function addManualOrderRoutes(routes: DeskRoutes, services: DeskServices): void {
  const desk = createManualDesk(services);
  const { delivery, payments, settings } = services;

  type Shown = Pick<ManualState, 'form' | 'lines'> & Partial<ManualState>;

  async function show(visit: Visit, shown: Shown, status = 200): Promise<void> {
    const current = await settings.current();
    const state: ManualState = {
      goods: await desk.goods(shown.lines.map(({ variantId }) => variantId)),
      found: null,
      offered: payments.offered(current),
      rule: await delivery.current(),
      isChecked: false,
      buyerErrors: {},
      problems: [],
      ...shown,
    };
    await visit.render('desk/orders/new', { written: manualPage(state, visit) }, status);
  }

  async function place(visit: Visit, form: ManualForm, lines: readonly TypedLine[]): Promise<void> {
    const current = await settings.current();
    const goods = await desk.goods(lines.map(({ variantId }) => variantId));
    const facts = { goods, offered: payments.offered(current), rule: await delivery.current(), now: visit.now };
    const read = readWriting(form, lines, facts);
    const shown = { form, lines, isChecked: true };
    if ('faults' in read) {
      return show(visit, { ...shown, goods, ...read.faults }, read.faults.problems.includes('changed') ? 409 : 422);
    }
    const placement = await desk.place(read.value, visit);
    switch (placement.kind) {
      case 'placed':
        return visit.redirect(`/admin/orders/${placement.order.number}`, { key: 'deskOrders:notice.placed' });
      case 'already-placed':
        return visit.redirect(`/admin/orders/${placement.order.number}`);
      default:
        // Goods are read again, so that the page shows what there is now.
        return show(visit, { ...shown, problems: [placement.kind] }, 409);
    }
  }

  routes.get('/admin/orders/new', 'orders.money', async (visit) => {
    const customer = z.uuid().safeParse(visit.request.query['customer']);
    const known = customer.success ? await desk.knownBuyer(customer.data) : null;
    const form = manualForm.parse({ attempt: randomUUID(), locale: visit.locale, ...known });
    await show(visit, { form, lines: [] });
  });

  routes.form('/admin/orders/new', 'orders.money', {
    act: (visit) => take(visit, readForm(manualForm, visit.form)),
    show(visit) {
      const form = readForm(manualForm, visit.form);
      return show(visit, { form, lines: readLines(form) });
    },
  });

  async function take(visit: Visit, form: ManualForm): Promise<void> {
    const doing = readDoing(form.do);
    const lines = changeLines(readLines(form), doing);
    switch (doing.kind) {
      case 'place':
        return place(visit, form, lines);
      case 'find':
        return show(visit, { form, lines, found: form.find.trim() === '' ? null : await desk.find(form.find) });
      default:
        return show(visit, { form: { ...form, find: '' }, lines });
    }
  }
}
