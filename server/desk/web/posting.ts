/** What a form of the desk goes through before it acts: permission, body, permission once more, token, and only once. */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { AppError } from '../../process/errors';
import { formBody } from '../../web/bodies';
import { hasFormToken } from '../../web/csrf';
import type { Exchange } from '../../web/page';
import { reloadSession, saveSession } from '../../web/session';
import type { Staff } from '../access/model';
import type { Permission } from '../permissions';
import type { DeskContext } from '../services';
import { askToSignIn } from './ask-to-sign-in';
import { readFormKey } from './form-key';
import { readBody, type Guards } from './guards';
import { dropKept, keepForm, type KeptForm } from './kept-form';
import type { Notice } from './page';
import { createSentForms } from './sent-once';
import { formOf, type VisitHandler } from './visit';

export interface Post {
  readonly needs: Permission;
  readonly reading: readonly RequestHandler[];
  readonly act: VisitHandler;
  readonly show?: VisitHandler;
  readonly isAnsweredWithFile?: true;
  /** The page that the form stands on. @param path as it was sent to */
  readonly back: (path: string) => string;
}

export const KEPT = '/admin/kept';
/** From somebody who isn't signed in. */
const readKept = formBody({ bytes: '64kb', fields: 1_000 });

export function createPosting(context: DeskContext, { permitted, visitOf }: Guards) {
  const { keys, clock } = context;
  const sentForms = createSentForms(context);
  const kept = new WeakSet<Request>();

  /** Who isn't signed in acts on nothing. What she typed is kept for her, if the desk has shown her the form. */
  async function keep(post: Post, { request, response }: Exchange): Promise<void> {
    const key = readFormKey(keys, request.body, clock.now());
    if (!key) return askToSignIn(request, response, null);
    if (post.show && keepForm(keys, request, key, clock.now())) {
      await saveSession(request);
      return askToSignIn(request, response, { next: KEPT, notice: 'kept' });
    }
    askToSignIn(request, response, { next: post.back(request.path), notice: 'not-done' });
  }

  /** @returns null where she was asked to sign in instead */
  async function arriving(post: Post, exchange: Exchange): Promise<Staff | null> {
    const { request } = exchange;
    if (await permitted(post.needs, request)) {
      await readBody(post.reading, exchange);
      // A body may take its time: she may be out by then.
      await reloadSession(request);
      const staff = await permitted(post.needs, request);
      if (staff) return staff;
    } else await readOfNobody(exchange);
    await keep(post, exchange);
    return null;
  }

  /** Her session is another one than that of the page, as after signing in anew in another window. */
  async function showStale(post: Post, exchange: Exchange, staff: Staff): Promise<void> {
    const { request, response } = exchange;
    if (readFormKey(keys, request.body, clock.now())?.staffId !== staff.id) throw new AppError('stale-form');
    response.status(409);
    await show(post, exchange, staff, { key: 'desk:again.stale', wrong: true });
  }

  async function show(post: Post, exchange: Exchange, staff: Staff, notice: Notice): Promise<void> {
    const visit = visitOf(post.needs, exchange, staff, { isAgain: true });
    exchange.request.session.notice = notice;
    if (post.show) await post.show(visit);
    else visit.redirect(post.back(exchange.request.path));
  }

  async function act(post: Post, exchange: Exchange, staff: Staff): Promise<void> {
    const { request } = exchange;
    const key = post.isAnsweredWithFile ? null : readFormKey(keys, request.body, clock.now());
    if (key?.staffId !== staff.id) return post.act(visitOf(post.needs, exchange, staff));
    const file = request.file && createHash('sha256').update(request.file.buffer).digest('base64');
    const begun = await sentForms.begin([key.id, request.originalUrl, formOf(request.body), file]);
    if ('answer' in begun) {
      const { path, notice } = begun.answer;
      // The first has written to it meanwhile.
      await reloadSession(request);
      if (notice) request.session.notice = notice;
      return visitOf(post.needs, exchange, staff).redirect(path);
    }
    try {
      await post.act(visitOf(post.needs, exchange, staff, { leave: begun.form.answer }));
    } finally {
      await begun.form.end();
    }
  }

  const posting =
    (post: Post): RequestHandler =>
    async (request, response) => {
      const exchange = { request, response };
      if (kept.has(request)) {
        const staff = await permitted(post.needs, request);
        if (staff) await show(post, exchange, staff, { key: 'desk:again.kept' });
        return;
      }
      const staff = await arriving(post, exchange);
      if (!staff) return;
      if (!hasFormToken(request)) return showStale(post, exchange, staff);
      if (post.show) dropKept(request);
      await act(post, exchange, staff);
    };

  /** Makes the request that of the form, which is shown and not acted on. */
  function showKept(request: Request, { path, fields }: KeptForm): void {
    kept.add(request);
    Object.assign(request, { method: 'POST', url: path, originalUrl: path, body: fields });
  }

  return Object.assign(posting, { showKept });
}

/** What can't be read has no key, and is not kept. */
async function readOfNobody(exchange: Exchange): Promise<void> {
  try {
    await readBody(readKept, exchange);
  } catch {
    exchange.request.body = undefined;
  }
}
