import { formatWon } from '../../../money/money';
import type { Doubt, Proposal, Proposals } from '../../../store/deposits';
import { COLUMNS, NEEDED_COLUMNS, type Column, type Deposit, type SettledDeposit } from '../../../store/deposits/model';
import { faultsInWords } from '../../../web/form-page';
import type { FieldErrors } from '../../../web/forms';
import type { DeskText } from '../../texts';
import type { Wording } from '../../web/format';
import { MOST_AT_ONCE } from '../forms';
import { fromAnother } from '../presenter';
import { MOST_COLUMNS, writePair, type ColumnFault } from './forms';
import type { AskedFile } from './service';
import type { StatementFault } from './statements';
import type { deskDeposits } from './texts.ko';

export const LIST = '/admin/orders/deposits';
export const pathOf = (id: number): string => `${LIST}/${id}`;

export function depositsView(
  { exact, likely, unmatched }: Proposals,
  settled: readonly SettledDeposit[],
  wording: Wording,
) {
  const { text } = wording;
  const atOnce = exact.slice(0, MOST_AT_ONCE);
  return {
    exact: exact.map((one) => ({ ...proposalView(one, wording), act: actOf(one, text) })),
    all:
      exact.length > 1
        ? {
            matches: atOnce.map(({ deposit: { id }, order: { number } }) => writePair({ id, number })),
            label: text('deskDeposits:exact.all', { count: atOnce.length }),
          }
        : null,
    likely: likely.map((one) => ({ ...proposalView(one, wording), act: actOf(one, text) })),
    unmatched: unmatched.map((deposit) => depositView(deposit, wording)),
    isEmpty: exact.length + likely.length + unmatched.length === 0,
    settled: settled.map((one) => ({
      ...depositView(one, wording),
      state: text(`deskDeposits:settled.${one.state}`),
      order: one.orderNumber && orderLink(one.orderNumber),
      by: one.by,
      note: one.note,
    })),
  };
}

const orderLink = (number: string) => ({ number, href: `/admin/orders/${number}` });

function depositView({ id, payer, amount, paidAt, hasTime, memo }: Deposit, { text, format }: Wording) {
  return {
    href: pathOf(id),
    payer: payer || text('deskDeposits:noName'),
    amount,
    at: hasTime ? format.time(paidAt) : format.day(paidAt),
    memo,
  };
}

function proposalView({ deposit, order, doubt }: Proposal, wording: Wording) {
  const { text } = wording;
  return {
    ...depositView(deposit, wording),
    order: {
      ...orderLink(order.number),
      recipient: order.recipient,
      depositor: fromAnother(order, text),
      total: order.total,
    },
    why: doubt && doubtInWords(doubt, { deposit, order }, text),
  };
}

function doubtInWords(doubt: Doubt, { deposit, order }: Pick<Proposal, 'deposit' | 'order'>, text: DeskText): string {
  if (doubt === 'similar') return text('deskDeposits:doubts.similar', { name: order.depositor ?? order.recipient });
  if (doubt !== 'sum') return text(`deskDeposits:doubts.${doubt}`);
  const missing = order.total - deposit.amount;
  return text(`deskDeposits:doubts.${missing > 0 ? 'less' : 'more'}`, { amount: formatWon(Math.abs(missing)) });
}

/** null: no click settles it. */
function actOf({ deposit: { id }, order: { number }, doubt }: Proposal, text: DeskText) {
  if (doubt === 'sum') return null;
  const match = writePair({ id, number });
  if (doubt === null) {
    return { match, label: text('deskDeposits:exact.one'), of: text('deskDeposits:exact.oneOf', { number }) };
  }
  const label = text(doubt === 'closed' || doubt === 'confirmed' ? 'deskDeposits:note' : 'deskDeposits:match');
  return { match, label, of: text('deskDeposits:matchOf', { number }) };
}

export type NumberFault = 'number' | 'unknown' | 'sum';
export type DepositFault = NumberFault | 'long' | 'characters';

export interface Tried {
  readonly values: { readonly number?: string; readonly note?: string };
  readonly errors: FieldErrors<DepositFault>;
}

export function depositPage(
  deposit: Deposit & { readonly state: SettledDeposit['state'] | 'open'; readonly note: string },
  tried: Tried | null,
  wording: Wording,
) {
  const { text } = wording;
  return {
    ...depositView(deposit, wording),
    state: deposit.state,
    stateName: text(`deskDeposits:settled.${deposit.state}`),
    note: deposit.note,
    values: { number: '', note: deposit.note, ...tried?.values },
    ...faultsInWords(
      tried?.errors ?? {},
      (fault) => text(`deskDeposits:errors.${fault}`),
      (name) => text(`deskDeposits:fields.${name as keyof (typeof deskDeposits)['fields']}`),
    ),
  };
}

const SAMPLES = 2;

export interface ColumnsTried {
  readonly values: Readonly<Record<Column, string>>;
  readonly errors?: FieldErrors<ColumnFault>;
  readonly fault?: StatementFault;
}

export function statementPage(
  { id, fileName, statement, layout }: AskedFile,
  tried: ColumnsTried | null,
  { text }: Wording,
) {
  const { head, records } = statement;
  const width = Math.min(
    MOST_COLUMNS,
    Math.max(head.length, ...records.slice(0, SAMPLES).map(({ cells }) => cells.length)),
  );
  const names = Array.from(
    { length: width },
    (_, at) => head[at]?.trim() || `${text('deskDeposits:statement.choose')} ${at + 1}`,
  );
  const { fault } = tried ?? {};
  const faults: Record<string, string> = Object.fromEntries(
    Object.entries(tried?.errors ?? {}).map(([name, code]) => [name, text(`deskDeposits:statement.errors.${code}`)]),
  );
  if (fault !== undefined && fault !== 'nothing') {
    faults[fault.column] = text(`deskDeposits:statement.errors.${fault.column}`, {
      line: fault.line,
      typed: fault.typed.slice(0, 40),
    });
  }
  return {
    action: `${LIST}/statements/${id}`,
    title: fileName,
    head: names,
    samples: records.slice(0, SAMPLES).map(({ cells }) => names.map((_, at) => cells[at] ?? '')),
    fields: COLUMNS.map((column) => ({
      name: column,
      label: text(`deskDeposits:statement.columns.${column}`),
      required: NEEDED_COLUMNS.some((needed) => needed === column),
      value: tried ? tried.values[column] : String(layout[column] ?? ''),
      options: [
        { value: '', label: text('deskDeposits:statement.none') },
        ...names.map((label, at) => ({ value: String(at), label })),
      ],
    })),
    problem: fault === 'nothing' ? text('deskDeposits:statement.errors.nothing') : null,
    ...faultsInWords(
      faults,
      (said) => said,
      (name) => text(`deskDeposits:statement.columns.${name as Column}`),
    ),
  };
}
