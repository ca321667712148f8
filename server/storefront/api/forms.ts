/** A field that isn't known is refused: a script that sends a price believes something untrue. */
import { z } from 'zod';
import { additionKey, formVariantId, jsonAddedQuantity, jsonLineQuantity, jsonVariantId } from '../../store/cart';
import { ApiProblem } from './problem';

/** With an attempt, a key of the caller's own, it may be sent again until it is answered: it adds once. */
const addBody = z.strictObject({
  variantId: jsonVariantId,
  quantity: jsonAddedQuantity,
  attempt: additionKey.optional(),
});
const changeBody = z.strictObject({ quantity: jsonLineQuantity });

/** Long enough for any name of ours; what is longer isn't repeated in full. */
const LONGEST_NAME = 40;

function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown) throw new ApiProblem('unknown-field', (unknown.keys[0] ?? '').slice(0, LONGEST_NAME));
  throw new ApiProblem('wrong-value', String(parsed.error.issues[0]?.path[0] ?? 'body'));
}

export const parseAddBody = (body: unknown) => parseBody(addBody, body);
export const parseChangeBody = (body: unknown) => parseBody(changeBody, body);

export function parseVariantId(text: unknown): number {
  const parsed = formVariantId.safeParse(text);
  if (!parsed.success) throw new ApiProblem('wrong-value', 'variantId');
  return parsed.data;
}

const pageNumber = z
  .string()
  .regex(/^[1-9]\d{0,5}$/)
  .transform(Number);

/** `?page=`, 1 where it isn't given. */
export function parsePage(query: Readonly<Record<string, unknown>>): number {
  if (query['page'] === undefined) return 1;
  const parsed = pageNumber.safeParse(query['page']);
  if (!parsed.success) throw new ApiProblem('wrong-value', 'page');
  return parsed.data;
}
