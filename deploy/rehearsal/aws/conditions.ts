/** The conditions of IAM's policies that the program uses, over keys that a service tells about a request. */
import { z } from 'zod';

/** By the key's name: each of its values. */
export type Context = Readonly<Record<string, readonly string[]>>;

const values = z.record(
  z.string(),
  z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat()),
);

export const conditions = z.strictObject({
  'ForAllValues:StringEquals': values.optional(),
  Null: z.record(z.string(), z.enum(['true', 'false'])).optional(),
});

/** As IAM judges it: `ForAllValues` is also true of a key that isn't there, which is what `Null` is for. */
export function holds(condition: z.infer<typeof conditions> | undefined, context: Context): boolean {
  const listed = Object.entries(condition?.['ForAllValues:StringEquals'] ?? {});
  const present = Object.entries(condition?.Null ?? {});
  return (
    listed.every(([key, allowed]) => (context[key] ?? []).every((value) => allowed.includes(value))) &&
    present.every(([key, isMissing]) => (context[key] === undefined) === (isMissing === 'true'))
  );
}
