/** One row of the catalogue: when it is the case, and what a person is told and can do about it. */
import type { FactName, Facts } from './facts';
import type { Layer } from './layers';

/** down: visitors can't use the shop. harm: some can't, or the owner can't. risk: nobody feels it yet. */
export type Severity = 'down' | 'harm' | 'risk';

export type Certainty = 'certain' | 'likely';

export interface Words {
  readonly ko: string;
  readonly en: string;
}

type InWords<E> = { readonly [L in keyof Words]: string | ((evidence: E) => string) };

/** The facts that a row needs; of the others those that somebody has gathered. */
export type Known<N extends FactName> = Pick<Facts, N | 'now' | 'target'> & Partial<Facts>;

export interface Fault<N extends FactName = FactName, E = unknown> {
  /** `DNS-01`. A class of faults that look alike has a name in its second half: `NET-SILENT`. */
  readonly id: string;
  readonly layer: Layer;
  readonly severity: Severity | ((evidence: E) => Severity);
  /** Judged where all of these are known; nothing is said of it otherwise. */
  readonly needs: readonly N[];
  /** Pure. null: it is not the case. */
  readonly find: (facts: Known<N>) => E | null;
  /** Where what was found can have another reason too. */
  readonly certainty?: 'likely' | ((evidence: E) => Certainty);
  /** Of a class: the faults that look like this, any of which explains it. */
  readonly canBe?: readonly string[];
  /** Ids of what follows from it, whatever layer it is in. */
  readonly explains?: readonly string[];
  /** One sentence for who owns the shop. */
  readonly owner: InWords<E>;
  /** One sentence for who knows the field, with the evidence. */
  readonly expert: string | ((evidence: E) => string);
  /** What a browser would say. */
  readonly browser?: string;
  /** The exact command, file or page of a console that mends it; of a class: what decides. */
  readonly mend: string | ((evidence: E) => string);
  /** In Korean too, of what the owner does herself: at a registrar, in a console, with a provider. */
  readonly mendKo?: string | ((evidence: E) => string);
}

/** What one row finds among what one process knows, which is nothing of the target: rows that look at it are the doctor's. */
export const evidenceOf = <N extends FactName, E>(
  { find }: Pick<Fault<N, E>, 'find'>,
  facts: Pick<Facts, N | 'now'> & Partial<Facts>,
): E | null => find(facts as Known<N>);

export const inWords = <E>(words: string | ((evidence: E) => string), evidence: E): string =>
  typeof words === 'string' ? words : words(evidence);

/** Checks a row's words against what it finds; holds nothing itself. */
export const fault = <N extends FactName, E>(row: Fault<N, E>): Fault<N, E> => row;

/** A row among others, whose evidence only it understands. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows differ in what they find, and each is only asked with its own
export type AnyFault = Fault<any, any>;
