/** A route can't be registered without the permission it needs; the matrix test goes through all of them. */
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { AppError } from '../../process/errors';
import { asError } from '../../process/thrown';
import { fileBody, formBody } from '../../web/bodies';
import { requireFormToken } from '../../web/csrf';
import { readNothing } from '../../web/forms';
import type { Exchange } from '../../web/page';
import { isSessionOpen, reloadSession } from '../../web/session';
import type { Staff } from '../access/model';
import type { AskedCode, RecentCode } from '../access/service';
import { may, type Permission } from '../permissions';
import type { DeskContext } from '../services';
import { dressSignedOutPage } from './signed-out-page';
import { createVisit, type Visit } from './visit';

export type Needed = Permission | 'anyone';

export interface DeskRoute {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly needs: Needed;
  readonly code?: AskedCode['act'];
}

type VisitHandler = (visit: Visit) => Promise<void> | void;
export type Stranger = Exchange;
type OpenHandler = (stranger: Stranger) => Promise<void> | void;

/** A permission, or that and a recent code. */
type Asked = Permission | (AskedCode & { readonly needs: Permission });

export interface DeskRoutes {
  /** Paths are whole: `/admin/orders/:number`. */
  get(path: string, asked: Asked, handler: VisitHandler): void;
  /** The form's token has been checked, and the code, where one is asked for. */
  post(path: string, asked: Asked, handler: VisitHandler): void;
  /** A form that has nothing but its button. */
  press(path: string, asked: Asked, handler: VisitHandler): void;
  /** A form with one file, in the field `file`. Larger than that many bytes: 413 before it is read on. */
  upload(path: string, needs: Permission, maxBytes: number, handler: VisitHandler): void;
  /** For strangers. Its forms carry no token; where they come from is checked. */
  open(method: 'get' | 'post', path: string, handler: OpenHandler): void;
}

/** A page of a list with every row changed, with room. */
const FORM = { bytes: '512kb', fields: 5_000 };

export interface DeskRouter extends DeskRoutes {
  readonly router: Router;
  readonly registered: readonly DeskRoute[];
}

export function createDeskRouter(
  context: DeskContext,
  findStaff: (staffId: string) => Promise<Staff | null>,
  hasRecentCode: RecentCode,
): DeskRouter {
  const router = Router();
  const registered: DeskRoute[] = [];
  const readForm = formBody(FORM);

  /** @returns null where she was asked to sign in instead @throws AppError forbidden */
  async function permitted(needs: Permission, request: Request, response: Response): Promise<Staff | null> {
    const { staffId } = request.session;
    const staff = staffId ? await findStaff(staffId) : null;
    if (!staff) askToSignIn(request, response);
    else if (!may(staff.role, needs)) throw new AppError('forbidden');
    return staff;
  }

  /** A body may take its time. Who was let in to send it is asked again when it is there: she may be out by then. */
  function guarded(needs: Permission, reading: readonly RequestHandler[], handler: VisitHandler): RequestHandler {
    return async (request, response) => {
      let staff = await permitted(needs, request, response);
      if (staff && reading.length > 0) {
        for (const step of reading) await passing(step, request, response);
        await reloadSession(request);
        staff = await permitted(needs, request, response);
        if (staff) await passing(requireFormToken, request, response);
      }
      if (!staff) return;
      const { id } = staff;
      const mayGoOn = async (): Promise<boolean> => {
        const found = (await isSessionOpen(request)) ? await findStaff(id) : null;
        return found !== null && may(found.role, needs);
      };
      await handler(createVisit(context, { request, response, staff, mayGoOn }));
    };
  }

  /** Nobody in particular: what the session knows of her is asked again all the same. */
  function opened(reading: readonly RequestHandler[], handler: OpenHandler): RequestHandler {
    return async (request, response) => {
      dressSignedOutPage(context, request, response);
      for (const step of reading) await passing(step, request, response);
      if (reading.length > 0) await reloadSession(request);
      await handler({ request, response });
    };
  }

  const add = (route: DeskRoute, handler: RequestHandler): void => {
    registered.push(route);
    router[route.method](route.path, handler);
  };

  const adding =
    (method: DeskRoute['method'], reading: readonly RequestHandler[]): DeskRoutes['get'] =>
    (path, asked, handler) => {
      const { needs, code } = typeof asked === 'string' ? { needs: asked, code: null } : { ...asked, code: asked };
      const behind: VisitHandler = async (visit) => {
        if (!code || (await hasRecentCode(visit, code))) await handler(visit);
      };
      add({ method, path, needs, ...(code && { code: code.act }) }, guarded(needs, reading, behind));
    };
  const post = adding('post', readForm);

  return {
    router,
    registered,
    get: adding('get', []),
    post,
    press: (path, asked, handler) =>
      post(path, asked, (visit) => {
        readNothing(visit.form);
        return handler(visit);
      }),
    upload: (path, needs, maxBytes, handler) => adding('post', fileBody(maxBytes))(path, needs, handler),
    open: (method, path, handler) =>
      add({ method, path, needs: 'anyone' }, opened(method === 'post' ? readForm : [], handler)),
  };
}

/** A middleware as a step that ends or throws. */
function passing(step: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (error?: unknown): void => (error === undefined ? resolve() : reject(asError(error)));
    void step(request, response, next);
  });
}

export function askToSignIn(request: Request, response: Response): void {
  const back = request.method === 'GET' ? `?next=${encodeURIComponent(request.originalUrl)}` : '';
  response.redirect(303, `/admin/sign-in${back}`);
}
