/** Every address that takes a form can be opened too: by a reload, or by the language link of the page that answered. */
import { Router } from 'express';
import { redirectTo } from '../../web/page';
import { pageAbove } from '../../web/page-above';

interface Route {
  readonly path: string;
  readonly methods: readonly string[];
}

export function routesOf(router: Router): Route[] {
  return router.stack.flatMap(({ route, handle }) => {
    if (route) return [{ path: route.path, methods: route.stack.map(({ method }) => method) }];
    return 'stack' in handle ? routesOf(handle as unknown as Router) : [];
  });
}

/** @param pages whose forms and pages they are */
export function createFormAddresses(pages: Router): Router {
  const router = Router();
  const pathsOf = (method: string): ReadonlySet<string> =>
    new Set(routesOf(pages).flatMap(({ path, methods }) => (methods.includes(method) ? [path] : [])));
  const shown = pathsOf('get');
  for (const pattern of pathsOf('post')) {
    if (shown.has(pattern)) continue;
    router.get(pattern, ({ path, url }, response) => {
      const page = pageAbove(path, pattern, shown) ?? '/';
      redirectTo(response, page + url.slice(path.length));
    });
  }
  return router;
}
