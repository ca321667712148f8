import { given } from '../../../i18n/translate';
import type { Matched } from '../../../store/deposits/service';
import { readForm } from '../../../web/forms';
import { FileFault, fileNameOf } from '../../files';
import type { DeskServices } from '../../services';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { checkColumns, checkNote, checkNumber, FORMS, MOST_BYTES, readPairs } from './forms';
import {
  depositPage,
  depositsView,
  LIST,
  pathOf,
  statementPage,
  type ColumnsTried,
  type DepositFault,
  type NumberFault,
  type Tried,
} from './presenter';
import { createDepositDesk, type DepositDesk } from './service';

declare module '../../../web/page' {
  interface Views {
    'desk/orders/deposits/list': {
      readonly deposits: ReturnType<typeof depositsView>;
      readonly problem: string | null;
    };
    'desk/orders/deposits/show': { readonly deposit: ReturnType<typeof depositPage> };
    'desk/orders/deposits/statement': { readonly statement: ReturnType<typeof statementPage> };
  }
}

/** Money is confirmed with a code, as it is on an order's own page. */
const asking = (back: (visit: Visit) => string) => ({ needs: 'orders.money', act: 'payment', back }) as const;

export function addDepositRoutes(routes: DeskRoutes, services: DeskServices): void {
  const desk = createDepositDesk(services);

  async function showList(visit: Visit, problem: string | null, status = 200): Promise<void> {
    const { proposals, settled } = await desk.open(visit.now);
    const deposits = depositsView(proposals, settled, visit);
    await visit.render('desk/orders/deposits/list', { deposits, problem }, status);
  }

  routes.get(LIST, 'orders.money', (visit) => showList(visit, null));

  routes.post(
    `${LIST}/confirm`,
    asking(() => LIST),
    async (visit) => {
      const pairs = readPairs(readForm(FORMS.confirm, visit.form).match);
      const results: Matched[] = [];
      for (const pair of pairs) results.push(await desk.match(pair, visit));
      const count = results.filter((result) => result === 'paid' || result === 'noted').length;
      const left = results.length - count;
      if (results.length === 1) return visit.redirect(LIST, noticeOf(results[0] ?? 'changed'));
      if (left === 0) return visit.redirect(LIST, { key: 'deskDeposits:notice.paid', values: { count } });
      visit.redirect(LIST, { key: 'deskDeposits:notice.paidSome', values: { count, left }, wrong: true });
    },
  );

  addStatementRoutes(routes, desk, showList);
  addOneDepositRoutes(routes, desk);
}

function noticeOf(result: Matched) {
  if (result === 'paid') return { key: 'deskDeposits:notice.paid', values: { count: 1 } } as const;
  if (result === 'noted') return { key: 'deskDeposits:notice.matched' } as const;
  return { key: `deskDeposits:notice.${result === 'late' ? 'late' : 'changed'}`, wrong: true } as const;
}

function addStatementRoutes(
  routes: DeskRoutes,
  desk: DepositDesk,
  showList: (visit: Visit, problem: string, status: number) => Promise<void>,
): void {
  routes.upload(`${LIST}/statements`, 'orders.money', MOST_BYTES, async (visit) => {
    const { anew } = readForm(FORMS.send, visit.form);
    const { file } = visit.request;
    if (!file) return showList(visit, visit.text('deskDeposits:send.none'), 422);
    try {
      const sent = { fileName: fileNameOf(file.originalname), content: file.buffer };
      const taken = await desk.send(sent, { isAnew: anew === 'on' }, visit);
      if (taken.kind === 'columns') return visit.redirect(`${LIST}/statements/${taken.id}`);
      if (taken.kind === 'taken') return visit.redirect(LIST, takenNotice(taken.count));
      await showList(visit, visit.text('deskDeposits:statement.errors.table'), 422);
    } catch (error) {
      if (!(error instanceof FileFault)) throw error;
      await showList(visit, visit.text(`deskFiles:faults.${error.code}`, given(error.values)), 422);
    }
  });

  const gone = (visit: Visit): void => visit.redirect(LIST, { key: 'deskDeposits:notice.gone', wrong: true });

  async function showFile(visit: Visit, tried: ColumnsTried | null, status = 200): Promise<void> {
    const file = await desk.file(visit.uuid('id'));
    if (!file) return gone(visit);
    await visit.render('desk/orders/deposits/statement', { statement: statementPage(file, tried, visit) }, status);
  }

  routes.get(`${LIST}/statements/:id`, 'orders.money', (visit) => showFile(visit, null));

  const chosen = (visit: Visit) => readForm(FORMS.columns, visit.form);
  routes.form(`${LIST}/statements/:id`, 'orders.money', {
    show: (visit) => showFile(visit, { values: chosen(visit) }),
    async act(visit) {
      const values = chosen(visit);
      const checked = checkColumns(values);
      if ('errors' in checked) return showFile(visit, { values, errors: checked.errors }, 422);
      const file = await desk.file(visit.uuid('id'));
      const taken = file ? await desk.take(file, checked.value, visit) : 'gone';
      if (taken === 'gone') return gone(visit);
      if ('fault' in taken) return showFile(visit, { values, fault: taken.fault }, 422);
      visit.redirect(LIST, takenNotice(taken.count));
    },
  });

  routes.press(`${LIST}/statements/:id/drop`, 'orders.money', async (visit) => {
    if (!(await desk.drop(visit.uuid('id'), visit))) return gone(visit);
    visit.redirect(LIST, { key: 'deskDeposits:notice.dropped' });
  });
}

const takenNotice = (count: number) =>
  count === 0
    ? ({ key: 'deskDeposits:notice.takenNone' } as const)
    : ({ key: 'deskDeposits:notice.taken', values: { count } } as const);

function addOneDepositRoutes(routes: DeskRoutes, desk: DepositDesk): void {
  const here = (visit: Visit): string => pathOf(visit.number('id'));

  async function show(visit: Visit, tried: Tried | null, status = 200): Promise<void> {
    const deposit = await desk.find(visit.number('id'));
    await visit.render('desk/orders/deposits/show', { deposit: depositPage(deposit, tried, visit) }, status);
  }
  const wrong = (
    visit: Visit,
    values: Tried['values'],
    errors: Readonly<Record<string, DepositFault>>,
  ): Promise<void> => show(visit, { values, errors }, 422);

  routes.get(`${LIST}/:id`, 'orders.money', (visit) => show(visit, null));

  routes.form(`${LIST}/:id/match`, asking(here), {
    show: (visit) => show(visit, { values: readForm(FORMS.match, visit.form), errors: {} }),
    async act(visit) {
      const values = readForm(FORMS.match, visit.form);
      const checked = checkNumber(values.number);
      if ('errors' in checked) return wrong(visit, values, checked.errors);
      const { id, state } = await desk.find(visit.number('id'));
      if (state !== 'open') return visit.redirect(here(visit), { key: 'deskDeposits:notice.changed', wrong: true });
      const result = await desk.match({ id, number: checked.value }, visit);
      const fault: NumberFault | null = result === 'sum' ? 'sum' : result === 'changed' ? 'unknown' : null;
      if (fault !== null) return wrong(visit, values, { number: fault });
      visit.redirect(LIST, noticeOf(result));
    },
  });

  routes.form(`${LIST}/:id/set-aside`, 'orders.money', {
    show: (visit) => show(visit, { values: readForm(FORMS.setAside, visit.form), errors: {} }),
    async act(visit) {
      const values = readForm(FORMS.setAside, visit.form);
      const checked = checkNote(values.note);
      if ('errors' in checked) return wrong(visit, values, checked.errors);
      const isDone = await desk.setAside(await desk.find(visit.number('id')), checked.value, visit);
      visit.redirect(
        LIST,
        isDone ? { key: 'deskDeposits:notice.aside' } : { key: 'deskDeposits:notice.changed', wrong: true },
      );
    },
  });

  routes.press(`${LIST}/:id/reopen`, 'orders.money', async (visit) => {
    const isDone = await desk.reopen(await desk.find(visit.number('id')), visit);
    visit.redirect(
      LIST,
      isDone ? { key: 'deskDeposits:notice.reopened' } : { key: 'deskDeposits:notice.changed', wrong: true },
    );
  });
}
