import type { Locale } from '../../i18n/locale';
import { given } from '../../i18n/translate';
import { sayOf, type Saying } from '../../store/perfumes';
import type { DeskText } from '../texts';
import type { Wording } from '../web/format';
import type { FaultCode } from './fault';
import { columnOf, fieldOf, headerOf, MARK } from './imports/columns';
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

export function presentFinding({ line, subject, detail }: Finding, { text, locale }: Wording, saying: Saying) {
  const { fault, changes } = detail;
  const inWords = (column: string, value: unknown): string | null => {
    const field = fieldOf(column);
    return field && sayOf(field, value, saying);
  };
  return {
    line,
    subject,
    column: fault?.column ? columnName(fault.column, locale) : '',
    problem: fault ? text(`deskFiles:errors.${fault.code}`, given(fault.values)) : '',
    changes: Object.entries(changes ?? {})
      // What a new one has unless its file says otherwise is no news.
      .filter(([name, [from, to]]) => from !== null || (to !== false && inWords(name, to) !== null))
      .map(([name, [from, to]]) => ({
        column: columnName(name, locale),
        from: from === null ? null : (inWords(name, from) ?? text('deskFiles:blank')),
        to: inWords(name, to) ?? text('deskFiles:blank'),
      })),
  };
}

const columnName = (name: string, locale: Locale): string => {
  const column = columnOf(name);
  return column ? headerOf(column, locale) : name;
};
