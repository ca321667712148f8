import { type z } from 'zod';
import { AppError } from '../process/errors';

/** The code of what is wrong with each field, as the feature's texts know it. */
export type FieldErrors<Code extends string> = Readonly<Record<string, Code>>;

/** @throws AppError bad-request for unknown, missing and repeated fields, and for bodies that are no form */
export function readForm<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new AppError('bad-request', { cause: parsed.error });
  return parsed.data;
}

/** Of a form that has nothing but buttons. @throws AppError bad-request */
export function readNothing(form: Readonly<Record<string, unknown>>): void {
  if (Object.keys(form).length > 0) throw new AppError('bad-request');
}
