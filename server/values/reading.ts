/** How what comes in by any door is read: a parser for each value, which says what is wrong with it by a code. */
import { z } from 'zod';

type ValueCode =
  | 'required'
  | 'characters'
  | 'long'
  | 'link'
  | 'email'
  | 'host'
  | 'misspelt'
  | 'phone'
  | 'postcode'
  | 'slug'
  | 'sku'
  | 'whole'
  | 'decimal'
  | 'range'
  | 'yesOrNo'
  | 'choice'
  | 'accord'
  | 'weight'
  | 'twice'
  | 'time'
  | 'day'
  | 'ahead'
  | 'house'
  | 'note'
  | 'businessNumber'
  | 'mailOrderNumber'
  | 'account'
  | 'webAddress'
  | 'senderName';

/** What is wrong with a value: a code that every door has words for, with what its words name. */
export class ValueError extends Error {
  override readonly name = 'ValueError';
  constructor(
    readonly code: ValueCode,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
  }
}

/** @throws ValueError */
export type Parser<T> = (typed: string) => T;

type Parsers = Readonly<Record<string, Parser<unknown>>>;
export type ValuesOf<P extends Parsers> = { readonly [Name in keyof P]: ReturnType<P[Name]> };
type FaultsOf<P extends Parsers> = { readonly [Name in keyof P]?: ValueError };

export function readAll<P extends Parsers>(
  parsers: P,
  typed: Readonly<Partial<Record<keyof P, string>>>,
): { readonly value: ValuesOf<P> } | { readonly faults: FaultsOf<P> } {
  const faults: Record<string, ValueError> = {};
  const value = Object.fromEntries(
    Object.entries(parsers).map(([name, parse]) => [name, read(parse, typed[name] ?? '', (it) => (faults[name] = it))]),
  );
  return Object.keys(faults).length > 0 ? { faults: faults } : { value: value as ValuesOf<P> };
}

export const mapFaults = <Name extends string, Fault>(
  faults: { readonly [N in Name]?: ValueError },
  wording: (fault: ValueError, name: Name) => Fault,
): Record<Name, Fault> =>
  Object.fromEntries(
    (Object.entries(faults) as [Name, ValueError][]).map(([name, fault]) => [name, wording(fault, name)]),
  ) as Record<Name, Fault>;

export function read<T>(parse: Parser<T>, typed: string, complain: (fault: ValueError) => void): T | undefined {
  try {
    return parse(typed);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    complain(error);
    return undefined;
  }
}

/** As a part of a schema. @param message where it isn't the code */
export const readBy = <T>(parse: Parser<T>, message?: string) =>
  z.string().transform((typed, context) => {
    const complain = ({ code }: ValueError): void => context.addIssue({ code: 'custom', message: message ?? code });
    return read(parse, typed, complain) ?? z.NEVER;
  });

/** For where nonsense counts as nothing. */
export const readOrNull = <T>(parse: Parser<T>, typed: string): T | null => read(parse, typed, () => undefined) ?? null;
