import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { foundOrThrow } from '../../process/errors';
import { formTokenOf } from '../../web/csrf';
import { renderPage, type Views } from '../../web/page';
import { addressOf } from '../../web/rate-limit';
import { saveSession } from '../../web/session';
import type { Staff } from '../access/model';
import type { Doing } from '../audit/model';
import { may, type Permission } from '../permissions';
import type { DeskContext } from '../services';
import { translateTo, type DeskKey, type Said } from '../texts';
import { formatterOf, type TimedWording } from './format';
import { deskLocals, type Notice } from './page';
import type { SentForm } from './sent-once';

export type VisitHandler = (visit: Visit) => Promise<void> | void;

/** How a visit ends that is no common one. */
export interface Leaving {
  /** Before a redirect leaves. @param saved its session */
  readonly leave?: SentForm['answer'];
  /** A form is only shown once more: its page's status is that of the answer. */
  readonly isAgain?: true;
}

export interface Visit extends Doing, TimedWording {
  readonly request: Request;
  readonly response: Response;
  readonly staff: Staff;
  param(name: string): string;
  uuid(name: string): string;
  number(name: string): number;
  /** What the form sent, without its token, key and code. */
  readonly form: Readonly<Record<string, unknown>>;
  can(permission: Permission): boolean;
  /** Asked again during an answer that takes long: is she still in, and still allowed what the route needs? */
  mayGoOn(): Promise<boolean>;
  render<View extends keyof Views & `desk/${string}`>(view: View, model: Views[View], status?: number): Promise<void>;
  /** See other: after every form that was taken. `path` begins with `/admin`. */
  redirect<Key extends DeskKey>(path: string, notice?: Notice & Said<Key>): void;
}

export function createVisit(
  context: DeskContext,
  facts: Pick<Visit, 'request' | 'response' | 'staff' | 'mayGoOn'> & Leaving,
): Visit {
  const { request, response, staff, mayGoOn, leave, isAgain } = facts;
  const text = translateTo(staff.locale);
  const requestId = response.locals.requestId ?? null;
  const param = (name: string): string => {
    const value = request.params[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    request,
    response,
    staff,
    actor: { staffId: staff.id, name: `${staff.name} <${staff.email}>`, requestId, from: placeOf(request) },
    locale: staff.locale,
    text,
    format: formatterOf(staff.locale),
    now: context.clock.now(),
    param,
    uuid: (name) => foundOrThrow(z.uuid().safeParse(param(name)).data),
    number: (name) => Number(foundOrThrow(/^\d{1,9}$/.exec(param(name)))[0]),
    form: formOf(request.body),
    can: (permission) => may(staff.role, permission),
    mayGoOn,
    async render(view, model, status = response.statusCode) {
      const { notice } = request.session;
      if (notice) delete (request.session as Partial<typeof request.session>).notice;
      Object.assign(response.locals, deskLocals(context, { request, staff, token: formTokenOf(request), notice }));
      response.status(isAgain ? response.statusCode : status);
      await renderPage(response, view, model);
    },
    redirect(path, notice) {
      if (notice) request.session.notice = notice;
      const saved = saveSession(request);
      void (leave?.({ path, notice }, saved) ?? saved)
        .catch((err: unknown) => context.logger.error({ err, id: requestId }, 'what a form did could not be noted'))
        .then(() => response.redirect(303, path));
    },
  };
}

const placeOf = (request: Request): string =>
  createHash('sha256')
    .update(`${request.sessionID} ${addressOf(request)}`)
    .digest('base64url');

/** Beside any form's own fields: the code that a route asks for, given on a page before it (access/recent-code.ts). */
export const CODE_FIELDS = { code: 'recent_code', recovery: 'recent_recovery' } as const;
const NOT_OF_THE_FORM: readonly string[] = ['form_token', 'form_key', ...Object.values(CODE_FIELDS)];

export function formOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(Object.entries(body).filter(([name]) => !NOT_OF_THE_FORM.includes(name)));
}
