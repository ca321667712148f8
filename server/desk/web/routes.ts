/**
 * How a feature of the desk names its routes: each with the permission it needs. There is no other way to register one,
 * so none can be forgotten, and the list of all of them is what the matrix test goes through.
 */
import express, { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import multer from 'multer';
import { AppError } from '../../process/errors';
import { requireFormToken } from '../../web/csrf';
import type { Staff } from '../access/model';
import type { AskedCode, RecentCode } from '../access/service';
import { may, type Permission } from '../permissions';
import type { DeskContext } from '../services';
import { isSessionAlive } from './session';
import { createVisit, type Visit } from './visit';

/** `anyone`: the pages through which people come in. */
export type Needed = Permission | 'anyone';

export interface DeskRoute {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly needs: Needed;
  /** A code not older than a quarter of an hour, for this. */
  readonly code?: AskedCode['act'];
}

type VisitHandler = (visit: Visit) => Promise<void> | void;
type OpenHandler = (request: Request, response: Response) => Promise<void> | void;

export interface DeskRoutes {
  /** Paths are whole: `/admin/orders/:number`. */
  get(path: string, needs: Permission, handler: VisitHandler): void;
  /** The form's token has been checked, and the code, where one is asked for. */
  post(path: string, needs: Permission, handler: VisitHandler, code?: AskedCode): void;
  /** A form with one file, in the field `file`. Larger than that many bytes: 413 before it is read on. */
  upload(path: string, needs: Permission, maxBytes: number, handler: VisitHandler): void;
  /** For who is not signed in. Its forms carry no token; where they come from is checked. */
  open(method: 'get' | 'post', path: string, handler: OpenHandler): void;
}

/** A page of a list with every row changed, with room. */
const FORM_LIMIT = '512kb';
const MOST_FIELDS = 5_000;

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
  const readForm = express.urlencoded({ extended: false, limit: FORM_LIMIT, parameterLimit: MOST_FIELDS });

  async function signedIn(request: Request, response: Response): Promise<Staff | null> {
    const { staffId } = request.session;
    const staff = staffId && isSessionAlive(request, context.clock.now()) ? await findStaff(staffId) : null;
    if (!staff) askToSignIn(request, response);
    return staff;
  }

  function guarded(needs: Permission, reading: readonly RequestHandler[], handler: VisitHandler): RequestHandler {
    return async (request, response, next) => {
      const staff = await signedIn(request, response);
      if (!staff) return;
      if (!may(staff.role, needs)) return next(new AppError('forbidden'));
      for (const step of reading) await passing(step, request, response);
      await handler(createVisit(context, request, response, staff));
    };
  }

  const behind =
    (code: AskedCode, handler: VisitHandler): VisitHandler =>
    async (visit) => {
      if (await hasRecentCode(visit, code)) await handler(visit);
    };

  const add = (route: DeskRoute, handler: RequestHandler | OpenHandler, ...before: RequestHandler[]): void => {
    registered.push(route);
    router[route.method](route.path, ...before, handler as RequestHandler);
  };

  return {
    router,
    registered,
    get: (path, needs, handler) => add({ method: 'get', path, needs }, guarded(needs, [], handler)),
    post: (path, needs, handler, code) =>
      add(
        { method: 'post', path, needs, ...(code ? { code: code.act } : {}) },
        guarded(needs, [readForm, requireFormToken], code ? behind(code, handler) : handler),
      ),
    upload: (path, needs, maxBytes, handler) =>
      add({ method: 'post', path, needs }, guarded(needs, [readFile(maxBytes), requireFormToken], handler)),
    open: (method, path, handler) =>
      add({ method, path, needs: 'anyone' }, handler, ...(method === 'post' ? [readForm] : [])),
  };
}

function readFile(maxBytes: number): RequestHandler {
  const limits = { fileSize: maxBytes, files: 1, fields: 50, fieldSize: 10_000, parts: 60 };
  const read = multer({ storage: multer.memoryStorage(), limits }).single('file');
  return (request, response, next) => {
    void read(request, response, (error?: unknown) => {
      // What multer's own parser can't read comes as a plain error; memory fails in no other way.
      const isTold = error === undefined || error === null || error instanceof multer.MulterError;
      next(isTold ? (error ?? undefined) : new AppError('bad-request', { cause: error }));
    });
  };
}

/** A middleware as a step that ends or throws. */
function passing(step: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (error?: unknown): void => (error === undefined ? resolve() : reject(asAppError(error)));
    void step(request, response, next as NextFunction);
  });
}

/** What multer refuses is the sender's doing. */
function asAppError(error: unknown): Error {
  if (!(error instanceof multer.MulterError)) return error instanceof Error ? error : new Error(String(error));
  return new AppError(error.code === 'LIMIT_FILE_SIZE' ? 'too-large' : 'bad-request', { cause: error });
}

/** To the sign-in page, and back here afterwards where here is a page. */
export function askToSignIn(request: Request, response: Response): void {
  const back = request.method === 'GET' ? `?next=${encodeURIComponent(request.originalUrl)}` : '';
  response.redirect(303, `/admin/sign-in${back}`);
}
