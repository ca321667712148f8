/** A form on its page: as it begins, or with what was typed and why it isn't taken. Nothing typed is lost but passwords. */
import type { Response } from 'express';
import type { Locale } from '../i18n/locale';
import { AppError } from '../process/errors';
import type { FieldErrors } from './forms';
import { localeOf, renderPage, type Views } from './page';
import type { Attempt, RateLimiter } from './rate-limit';
import { translateTo } from './texts';

/** Codes are those of a feature's texts. */
export type Refusal<Code extends string> =
  | { readonly errors: FieldErrors<Code> }
  /** Of the form as a whole. */
  | { readonly problem: Code }
  | Wait;

export interface Wait {
  readonly waitSeconds: number;
  /** Which limit it was, if it was a limit and not the want of room. */
  readonly limit?: string;
  /** Others have guessed, and a link past the wait is in her mailbox. */
  readonly isGuessed?: boolean;
}

export interface FormView extends Faults {
  readonly values: Readonly<Record<string, string>>;
  readonly problem: string | null;
}

export interface Faults {
  readonly errors: Readonly<Record<string, string>>;
  /** The same, for the summary above the form: each says of which field it is, and leads to it. */
  readonly problems: readonly { readonly name: string; readonly text: string }[];
}

/** What the page calls a field; null for what is a fault of the form as a whole. @throws for what is no field of it */
export type LabelOf = (name: string) => string | null;

export function faultsInWords<Fault>(
  faults: Readonly<Partial<Record<string, Fault>>>,
  say: (fault: Fault) => string,
  labelOf: LabelOf,
): Faults {
  const said = Object.entries(faults).flatMap(([name, fault]) =>
    fault === undefined ? [] : [{ name, text: say(fault), label: labelOf(name) }],
  );
  return {
    errors: Object.fromEntries(said.map(({ name, text }) => [name, text])),
    problems: said.map(({ name, text, label }) =>
      label === null ? { name: '', text } : { name, text: `${label}: ${text}` },
    ),
  };
}

/** An answer of the storefront, or a visit at the desk, which has a language and a frame of its own. */
export interface FormPlace {
  readonly response: Response;
  readonly locale?: Locale;
  render?(view: never, model: never): Promise<void>;
}

type FormViews = { [View in keyof Views]: Views[View] extends { readonly form: FormView } ? View : never }[keyof Views];
/** A view, with what it shows besides its form. */
type Page<View extends FormViews> = { readonly view: View } & Omit<Views[View], 'form'>;

/** A POST that is refused: 422, or 429 with when to come back. */
export type ShowForm<Code extends string> = <View extends FormViews>(
  place: FormPlace,
  page: Page<View>,
  values: FormView['values'],
  refusal?: Refusal<Code> | null,
) => Promise<void>;

/** A feature's words: for its codes, which may name what was typed, and for the fields of its views. */
interface FormWording<Code extends string> {
  readonly say: (code: Code, values: FormView['values']) => string;
  readonly labelOf: (name: string, view: keyof Views) => string;
}

export function createFormPage<Code extends string>(wording: (locale: Locale) => FormWording<Code>): ShowForm<Code> {
  return async (place, { view, ...more }, values, refusal) => {
    const { response, locale = localeOf(response) } = place;
    if (refusal) response.status(422);
    if (refusal && 'waitSeconds' in refusal) response.status(429).set('Retry-After', String(refusal.waitSeconds));
    const words = wording(locale);
    const say = (code: Code): string => words.say(code, values);
    const form = { values, ...formView(refusal ?? { errors: {} }, locale, say, (name) => words.labelOf(name, view)) };
    const model = { ...more, form } as unknown as Views[typeof view];
    await (place.render ? place.render(view as never, model as never) : renderPage(response, view, model));
  };
}

function formView<Code extends string>(
  refusal: Refusal<Code>,
  locale: Locale,
  say: (code: Code) => string,
  labelOf: LabelOf,
) {
  if ('errors' in refusal) return { ...faultsInWords(refusal.errors, say, labelOf), problem: null };
  const problem = 'problem' in refusal ? say(refusal.problem) : waitInWords(refusal, locale);
  return { errors: {}, problems: [], problem };
}

const LONG_WAIT_SECONDS = 2 * 60 * 60;

function waitInWords({ waitSeconds, isGuessed }: Wait, locale: Locale): string {
  const times = { minutes: Math.ceil(waitSeconds / 60), hours: Math.ceil(waitSeconds / 3600) };
  const how = isGuessed ? 'guessed' : waitSeconds > LONG_WAIT_SECONDS ? 'hours' : 'minutes';
  return translateTo(locale)(`wait:${how}`, times);
}

/** Does the work if its attempts are within the limits. Work that refuses itself for want of room is given back. */
export async function withinLimits<T, Name extends string>(
  limiter: RateLimiter<Name>,
  attempts: readonly Attempt<Name>[],
  work: () => Promise<T>,
): Promise<{ readonly done: T } | Wait> {
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
