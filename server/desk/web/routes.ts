/** A route can't be registered without the permission it needs; the matrix test goes through all of them. */
import { Router, type RequestHandler } from 'express';
import { fileBody, formBody } from '../../web/bodies';
import { readNothing } from '../../web/forms';
import type { Exchange } from '../../web/page';
import { pageAbove } from '../../web/page-above';
import type { Staff } from '../access/model';
import type { AskedCode, RecentCode } from '../access/service';
import type { Permission } from '../permissions';
import type { DeskContext } from '../services';
import { askToSignIn } from './ask-to-sign-in';
import { createGuards } from './guards';
import { keptForm } from './kept-form';
import { createPosting, KEPT, type Post } from './posting';
import type { VisitHandler } from './visit';

export type Needed = Permission | 'anyone';

export interface DeskRoute {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly needs: Needed;
  readonly code?: AskedCode['act'];
  /** What is typed into its form outlives a session. */
  readonly isKept?: true;
}

export type Stranger = Exchange;
type OpenHandler = (stranger: Stranger) => Promise<void> | void;

/** A permission, or that and a recent code. */
type Asked = Permission | (AskedCode & { readonly needs: Permission });

export interface TypedForm {
  readonly act: VisitHandler;
  /** Its page again, with what was sent, and nothing done. */
  readonly show: VisitHandler;
}

/** Paths are whole: `/admin/orders/:number`. A form's token has been checked, and the code, where one is asked for. */
export interface DeskRoutes {
  get(path: string, asked: Asked, handler: VisitHandler): void;
  /** A form that is typed into: nothing of it is lost when its sender's session has ended. */
  form(path: string, asked: Asked, form: TypedForm): void;
  /** A form of choices, or with a password or a code: nothing of it is worth keeping, or may be kept. */
  post(path: string, asked: Asked, handler: VisitHandler): void;
  /** A form that has nothing but its button. */
  press(path: string, asked: Asked, handler: VisitHandler): void;
  /** A form that is answered with a file, and may be sent again. */
  download(path: string, asked: Asked, handler: VisitHandler): void;
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
  /** Once all are registered: the address of every form leads to its page. */
  finish(): void;
}

export function createDeskRouter(
  context: DeskContext,
  findStaff: (staffId: string) => Promise<Staff | null>,
  hasRecentCode: RecentCode,
): DeskRouter {
  const router = Router();
  const [pages, backs] = [Router(), Router()];
  router.use(backs, pages);
  const registered: DeskRoute[] = [];
  const pagePaths = new Set<string>();
  const readForm = formBody(FORM);

  const guards = createGuards(context, findStaff);
  const posting = createPosting(context, guards);

  const add = (route: DeskRoute, handler: RequestHandler): void => {
    registered.push(route);
    if (route.method === 'get') pagePaths.add(route.path);
    pages[route.method](route.path, handler);
  };

  const withCode = (asked: Asked, handler: VisitHandler) => {
    if (typeof asked === 'string') return { needs: asked, handler, route: { needs: asked } };
    const behind: VisitHandler = async (visit) => {
      if (await hasRecentCode(visit, asked)) await handler(visit);
    };
    return { needs: asked.needs, handler: behind, route: { needs: asked.needs, code: asked.act } };
  };

  const adding =
    (form: Omit<Post, 'needs' | 'act' | 'back'>): DeskRoutes['post'] =>
    (path, asked, handler) => {
      const { needs, handler: act, route } = withCode(asked, handler);
      const back = (sent: string): string => pageAbove(sent, path, pagePaths) ?? '/admin';
      const isKept = form.show ? ({ isKept: true } as const) : {};
      add({ method: 'post', path, ...route, ...isKept }, posting({ ...form, needs, act, back }));
    };
  const post = adding({ reading: readForm });

  const get: DeskRoutes['get'] = (path, asked, handler) => {
    const { needs, handler: behind, route } = withCode(asked, handler);
    add({ method: 'get', path, ...route }, guards.reading(needs, behind));
  };

  addKept();
  return {
    router,
    registered,
    get,
    form: (path, asked, { act, show }) => adding({ reading: readForm, show })(path, asked, act),
    post,
    press: (path, asked, handler) => post(path, asked, pressed(handler)),
    download: (path, asked, handler) => adding({ reading: readForm, isAnsweredWithFile: true })(path, asked, handler),
    upload: (path, needs, maxBytes, handler) => adding({ reading: fileBody(maxBytes) })(path, needs, handler),
    open: (method, path, handler) =>
      add({ method, path, needs: 'anyone' }, guards.opened(method === 'post' ? readForm : [], handler)),
    finish() {
      for (const { method, path, needs } of registered) {
        if (method === 'get' || needs === 'anyone' || pagePaths.has(path)) continue;
        backs.get(
          path,
          guards.reading(needs, ({ request, response }) => {
            const query = request.url.slice(request.path.length);
            response.redirect(303, `${pageAbove(request.path, path, pagePaths) ?? '/admin'}${query}`);
          }),
        );
      }
    },
  };

  /** What was typed when a session ended, as its own route shows it: with the permissions of today. */
  function addKept(): void {
    registered.push({ method: 'get', path: KEPT, needs: 'desk.open' });
    router.get(KEPT, async (request, response, next) => {
      const staff = await guards.permitted('desk.open', request);
      if (!staff) return askToSignIn(request, response, null);
      const kept = keptForm(context.keys, request, staff.id, context.clock.now());
      if (!kept) return response.redirect(303, '/admin');
      posting.showKept(request, kept);
      pages(request, response, next);
    });
  }
}

const pressed =
  (handler: VisitHandler): VisitHandler =>
  (visit) => {
    readNothing(visit.form);
    return handler(visit);
  };
