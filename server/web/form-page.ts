/** Shows a form: empty, or with what was typed and what is wrong with it. Nothing typed is lost but passwords. */
import type { Response } from 'express';
import type { Locale } from '../i18n/locale';
import { AppError } from '../process/errors';
import type { FieldErrors } from './forms';
import { localeOf, renderPage, type Views } from './page';
import type { Attempt, RateLimiter } from './rate-limit';

/** Codes are those of a feature's texts. */
export interface FormState<Code extends string> {
  readonly values: Readonly<Record<string, string>>;
  readonly errors?: FieldErrors<Code>;
  /** What is wrong with the form as a whole. */
  readonly problem?: Code;
}

/** What a view is given as `form`. */
export interface FormView {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** The same, for the summary above the form. */
  readonly problems: readonly { readonly name: string; readonly text: string }[];
  /** A sentence on the form as a whole. */
  readonly problem: string | null;
}

export function formView<Code extends string>(
  { values, errors = {}, problem }: FormState<Code>,
  wording: (code: Code, values: FormView['values']) => string,
): FormView {
  const worded = Object.fromEntries(Object.entries<Code>(errors).map(([name, code]) => [name, wording(code, values)] as const));
  const problems = Object.entries(worded).map(([name, text]) => ({ name, text }));
  return { values, errors: worded, problems, problem: problem ? wording(problem, values) : null };
}

/** A feature's words for what is wrong, and for when to come back. */
export type FormWords<Code extends string, Wait extends string> = (locale: Locale) => {
  readonly error: (code: Code, values: FormView['values']) => string;
  readonly wait: (code: Wait, times: { readonly minutes: number; readonly hours: number }) => string;
};

export interface FormPage<Code extends string, Wait extends string> {
  /** 422 when anything is wrong. */
  readonly showForm: <View extends FormViews>(
    response: Response,
    page: Page<View>,
    state: FormState<Code>,
  ) => Promise<void>;
  /** The form again, with when to come back: 429. */
  readonly showWait: <View extends FormViews>(
    response: Response,
    page: Page<View>,
    values: FormView['values'],
    waitSeconds: number,
    code?: Wait,
  ) => Promise<void>;
}

type FormViews = { [View in keyof Views]: Views[View] extends { readonly form: FormView } ? View : never }[keyof Views];
/** A view, with what it shows besides its form. */
type Page<View extends FormViews> = { readonly view: View } & Omit<Views[View], 'form'>;

/** Said in hours. */
const LONG_WAIT_SECONDS = 2 * 60 * 60;

export function createFormPage<Code extends string, Wait extends string>(
  words: FormWords<Code, Wait | 'wait' | 'waitHours'>,
): FormPage<Code, Wait> {
  return {
    async showForm(response, page, state) {
      const form = formView(state, words(localeOf(response)).error);
      if (form.problem || form.problems.length > 0) response.status(422);
      await show(response, page, form);
    },
    async showWait(response, page, values, waitSeconds, code) {
      const times = { minutes: Math.ceil(waitSeconds / 60), hours: Math.ceil(waitSeconds / 3600) };
      const usual = waitSeconds > LONG_WAIT_SECONDS ? 'waitHours' : 'wait';
      const problem = words(localeOf(response)).wait(code ?? usual, times);
      response.status(429).set('Retry-After', String(waitSeconds));
      await show(response, page, { values, errors: {}, problems: [], problem });
    },
  };
}

const show = <View extends FormViews>(response: Response, { view, ...more }: Page<View>, form: FormView) =>
  renderPage(response, view, { ...more, form } as unknown as Views[View]);

/** `limit`: which of them it was, if it was a limit and not the want of room. */
export type Limited<T, Name extends string = string> =
  { readonly done: T } | { readonly waitSeconds: number; readonly limit?: Name };

/** Does the work if its attempts are within the limits. Work that refuses itself for want of room is given back. */
export async function withinLimits<T, Name extends string>(
  limiter: RateLimiter<Name>,
  attempts: readonly Attempt<Name>[],
  work: () => Promise<T>,
): Promise<Limited<T, Name>> {
  const refusal = await limiter.take(attempts);
  if (refusal) return refusal;
  try {
    return { done: await work() };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'too-many-requests') throw error;
    await limiter.giveBack(attempts);
    return { waitSeconds: error.retryAfterSeconds ?? 1 };
  }
}
