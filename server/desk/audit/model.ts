/** What the audit log says of a change. It can't be edited, so nothing of a customer's own may stand in it. */
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

export type Changes = Readonly<Record<string, readonly [before: unknown, after: unknown]>>;

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
export function changesBetween(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Changes {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changes: Record<string, readonly [unknown, unknown]> = {};
  for (const name of names) {
    const pair = [before[name] ?? null, after[name] ?? null] as const;
    if (JSON.stringify(pair[0]) !== JSON.stringify(pair[1])) changes[name] = pair;
  }
  return changes;
}
