/** As much of IAM as the program's own policies use: what no statement allows is denied, and a denial has the last word. */
import { z } from 'zod';
import { conditions, holds, type Context } from './conditions';

const some = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** Strict: what it knows nothing of, another condition for one, must not be taken for a yes. */
const policySchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Sid: z.string().optional(),
      Effect: z.enum(['Allow', 'Deny']),
      Action: some,
      Resource: some,
      Condition: conditions.optional(),
    }),
  ),
});

export type Allows = (action: string, resource: string, context?: Context) => boolean;

/** @throws where it says something that isn't rehearsed */
export function readPolicies(documents: readonly string[]): Allows {
  const statements = documents.flatMap((document) => policySchema.parse(JSON.parse(document)).Statement);
  return (action, resource, context = {}) => {
    const matching = statements.filter(
      ({ Action, Resource, Condition }) =>
        Action.some((pattern) => isLike(action, pattern, 'i')) &&
        Resource.some((pattern) => isLike(resource, pattern)) &&
        holds(Condition, context),
    );
    return matching.some(({ Effect }) => Effect === 'Allow') && matching.every(({ Effect }) => Effect === 'Allow');
  };
}

/** Where `*` stands for any letters and `?` for one. */
export function isLike(text: string, pattern: string, flags = ''): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, `s${flags}`).test(text);
}
