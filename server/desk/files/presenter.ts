import type { Locale } from '../../i18n/locale';
import { given } from '../../i18n/translate';
import type { DeskText } from '../texts';
import type { Wording } from '../web/format';
import type { FaultCode } from './fault';
import { columnOf, headerOf, MARK } from './imports/columns';
import { FINDINGS, type Finding, type FindingKind, type Import } from './imports/model';

export function presentImport(one: Import, { text, format }: Wording) {
  const { facts, state } = one;
  const isNothing = state === 'checked' && (facts.create ?? 0) === 0 && (facts.change ?? 0) === 0;
  return {
    id: one.id,
    fileName: one.fileName,
    href: `/admin/files/imports/${one.id}`,
    state,
    stateName: text(`deskFiles:states.${state}`),
    isOver: ['done', 'dropped', 'faulty', 'broken'].includes(state),
    isBusy: state === 'checking' || state === 'importing',
    person: one.actor.replace(/ <[^>]*>$/, ''),
    at: format.time(one.createdAt),
    says: text(`deskFiles:says.${isNothing ? 'nothing' : state}`),
    progress:
      one.total > 0 ? { done: one.done, total: one.total, percent: Math.floor((one.done / one.total) * 100) } : null,
    reason: reasonOf(one, text),
    facts: factsOf(one, { text, format }),
    tabs: FINDINGS.map((kind) => ({
      kind,
      label: text(`deskFiles:findings.${kind}`),
      count: format.count(facts[kind] ?? 0) + (kind === 'error' && facts.moreFaults ? '+' : ''),
    })),
    isNothing,
  };
}

function reasonOf({ state, reason, facts }: Import, text: DeskText): string | null {
  if (reason === null) return null;
  return state === 'faulty' ? text(`deskFiles:faults.${reason as FaultCode}`, given(facts.fault)) : reason;
}

function factsOf({ facts, keepsStock }: Import, { text, format }: Pick<Wording, 'text' | 'format'>) {
  if (facts.rows === undefined) return [];
  const counted = facts.columns?.includes(MARK) ? 'changedCells' : 'allCells';
  const delimiter = facts.delimiter === ';' ? 'semicolon' : facts.delimiter === '\t' ? 'tab' : 'comma';
  const kind =
    facts.format === 'xlsx'
      ? [{ label: text('deskFiles:facts.format'), value: text('deskFiles:formats.xlsx') }]
      : [
          { label: text('deskFiles:facts.encoding'), value: (facts.encoding ?? '').toUpperCase() },
          { label: text('deskFiles:facts.delimiter'), value: text(`deskFiles:delimiters.${delimiter}`) },
        ];
  const stock = text(`deskFiles:facts.${keepsStock ? 'stockKept' : 'stockTaken'}`);
  return [
    { label: text('deskFiles:facts.rows'), value: format.count(facts.rows ?? 0) },
    ...kind,
    { label: text('deskFiles:facts.cells'), value: text(`deskFiles:facts.${counted}`) },
    ...(keepsStock || counted === 'allCells' ? [{ label: text('deskFiles:facts.stock'), value: stock }] : []),
  ];
}

export function usualPart({ facts }: Import): FindingKind {
  if ((facts.error ?? 0) > 0) return 'error';
  return (facts.change ?? 0) > 0 ? 'change' : 'create';
}

export function presentFinding({ line, subject, detail }: Finding, { text, locale }: Wording) {
  const { fault, changes } = detail;
  return {
    line,
    subject,
    column: fault?.column ? columnName(fault.column, locale) : '',
    problem: fault ? text(`deskFiles:errors.${fault.code}`, given(fault.values)) : '',
    changes: Object.entries(changes ?? {})
      .filter(([, [from, to]]) => !(from === null && isBlank(to)))
      .map(([name, [from, to]]) => ({
        column: columnName(name, locale),
        from: from === null ? null : shown(from, text),
        to: shown(to, text),
      })),
  };
}

const columnName = (name: string, locale: Locale): string => {
  const column = columnOf(name);
  return column ? headerOf(column, locale) : name;
};

const isBlank = (value: unknown): boolean =>
  value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);

function shown(value: unknown, text: DeskText): string {
  if (isBlank(value)) return text('deskFiles:blank');
  if (value === true) return text('deskFiles:yes');
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object') {
    return Object.entries(value as object)
      .map(([name, weight]) => `${name} ${String(weight)}`)
      .join(', ');
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
