/** `/admin/orders/new`: writing down an order that came in by telephone or message. Works button by button, without scripts. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readForm } from '../../../web/forms';
import type { DeskServices } from '../../services';
import { formatterOf } from '../../web/format';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { readAmount } from '../forms';
import {
  changeLines,
  checkBuyer,
  checkLine,
  manualForm,
  readDoing,
  readLines,
  readMethod,
  type CheckedLine,
  type ManualForm,
} from './forms';
import type { KnownBuyer, TypedLine } from './model';
import { manualPage, sumsOf, type ManualState, type ManualProblem } from './presenter';
import { createManualDesk } from './service';

declare module '../../../web/page' {
  interface Views {
    'desk/orders/new': { readonly written: ReturnType<typeof manualPage> };
  }
}

const HOUR_MS = 60 * 60 * 1000;

export function addManualOrderRoutes(routes: DeskRoutes, services: DeskServices): void {
  const desk = createManualDesk(services);
  const { payments, settings } = services;

  type Shown = Pick<ManualState, 'form' | 'lines'> & Partial<ManualState>;

  async function show(visit: Visit, shown: Shown, status = 200): Promise<void> {
    const current = await settings.current();
    const state: ManualState = {
      goods: await desk.goods(shown.lines.map(({ variantId }) => variantId)),
      found: null,
      offered: payments.offered(current),
      delivery: current.delivery,
      isChecked: false,
      buyerErrors: {},
      problems: [],
      ...shown,
    };
    const wording = { locale: visit.locale, text: visit.text, format: formatterOf(visit.locale) };
    await visit.render('desk/orders/new', { written: manualPage(state, wording) }, status);
  }

  async function place(visit: Visit, form: ManualForm, lines: readonly TypedLine[]): Promise<void> {
    const current = await settings.current();
    const goods = await desk.goods(lines.map(({ variantId }) => variantId));
    const checked = lines.map((line) => checkLine(line, goods.get(line.variantId)));
    const right: CheckedLine[] = checked.flatMap((line) => ('value' in line ? [line.value] : []));
    const buyer = checkBuyer(form);
    const method = readMethod(form.payment_method, payments.offered(current));
    const sums = sumsOf(right, form.delivery_fee, current.delivery);
    const again = (problems: readonly ManualProblem[], status: number): Promise<void> =>
      show(
        visit,
        { form, lines, goods, isChecked: true, buyerErrors: 'errors' in buyer ? buyer.errors : {}, problems },
        status,
      );

    const problems: ManualProblem[] = [];
    if (lines.length === 0) problems.push('lines');
    if (method === null) problems.push('method');
    if (problems.length > 0 || right.length < lines.length || !('value' in buyer) || !sums || !method) {
      return again(problems, 422);
    }
    // What she sees is what is ordered: prices and stock may have changed since, and the first click may come unseen.
    if (readAmount(form.expected_total) !== sums.total) return again(['changed'], 409);
    const hours = Number(z.enum(['24', '48', '72', '168']).catch('72').parse(form.deadline));
    const placement = await desk.place(
      {
        attempt: form.attempt,
        locale: form.locale,
        ...buyer.value,
        lines: right,
        deliveryFee: sums.deliveryFee,
        expectedTotal: sums.total,
        paymentMethod: method,
        paymentDueAt: new Date(visit.now.getTime() + hours * HOUR_MS),
      },
      { actor: visit.actor, now: visit.now },
    );
    switch (placement.kind) {
      case 'placed':
        return visit.redirect(`/admin/orders/${placement.order.number}`, { key: 'deskOrders:notice.placed' });
      case 'already-placed':
        return visit.redirect(`/admin/orders/${placement.order.number}`);
      case 'blocked':
        return again(['blocked'], 409);
      default:
        // Read again, so that the page shows what there is now.
        return show(visit, { form, lines, isChecked: true, problems: [placement.kind] }, 409);
    }
  }

  routes.get('/admin/orders/new', 'orders.money', async (visit) => {
    const customer = z.uuid().safeParse(visit.request.query['customer']);
    const known = customer.success ? await desk.knownBuyer(customer.data) : null;
    await show(visit, { form: blankForm(known, visit.locale), lines: [] });
  });

  routes.post('/admin/orders/new', 'orders.money', async (visit) => {
    const form = readForm(manualForm, visit.form);
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
  });
}

function blankForm(known: KnownBuyer | null, locale: 'ko' | 'en'): ManualForm {
  return manualForm.parse({
    attempt: randomUUID(),
    locale: known?.locale ?? locale,
    email: known?.email ?? '',
    recipient: known?.recipient ?? '',
    phone: known?.phone ?? '',
    postcode: known?.postcode ?? '',
    address_line1: known?.addressLine1 ?? '',
    address_line2: known?.addressLine2 ?? '',
  });
}
