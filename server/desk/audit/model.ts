/** What the audit log says of a change. It can't be edited, so nothing of a customer's own may stand in it. */
import type { ShownServer } from '../../store/mail/model';
import type { accordField, variantField } from '../../store/perfumes';
import type { PerfumeField, VariantField } from '../../store/perfumes/model';
import type { Settings } from '../../store/settings/model';
import type { deskAudit } from './texts.ko';

export type SubjectKind = keyof typeof deskAudit.kinds;
export type Verb = keyof typeof deskAudit.verbs;

export interface Actor {
  /** null for the command line of the host. */
  readonly staffId: string | null;
  /** As people know her: `김서연 <seoyeon@example.com>`. */
  readonly name: string;
  /** The request's id, as the edge's and the shop's logs have it. */
  readonly requestId: string | null;
  /** Stands for her session and her address; none for the command line and for work that goes on without her. */
  readonly from?: string;
}

export interface Doing {
  readonly actor: Actor;
  readonly now: Date;
}

export const CONSOLE: Actor = { staffId: null, name: 'console', requestId: null };

/** Kept with a change, and shown to nobody. */
export const VERSION = 'version';

export type Change = readonly [before: unknown, after: unknown];
/** Under whatever names. */
export type StoredChanges = Readonly<Record<string, Change>>;
export type Changes = { readonly [Name in FieldName]?: Change };

/** Only what field-words.ts has words for, and the version by which two people's saves are told apart. */
type FieldName =
  | typeof VERSION
  | keyof typeof deskAudit.fields
  | keyof ShownServer
  | { [Section in keyof Settings]: keyof Settings[Section] }[keyof Settings]
  | PerfumeField
  | VariantField
  | ReturnType<typeof accordField>
  | ReturnType<typeof variantField<VariantField | 'reason'>>;

export interface AuditEntry {
  /** `product.update`: what it is about, a dot, what was done. */
  readonly action: `${string}.${Verb}`;
  readonly subject: {
    readonly kind: SubjectKind;
    readonly id: string | number;
    /** What people call it: an order number, a perfume's Korean name. */
    readonly name: string;
  };
  readonly changes?: Changes;
}

/** The fields that differ, compared as JSON. What is new stands against null, and so does what is gone. */
export function changesBetween<Name extends string>(
  before: { readonly [N in Name]?: unknown },
  after: { readonly [N in Name]?: unknown },
): { readonly [N in Name]?: Change } {
  const changes: { [N in Name]?: Change } = {};
  for (const name of Object.keys({ ...before, ...after }) as Name[]) {
    const pair = [before[name] ?? null, after[name] ?? null] as const;
    if (JSON.stringify(pair[0]) !== JSON.stringify(pair[1])) changes[name] = pair;
  }
  return changes;
}
