/** Where to go after signing in. It comes from a link that anybody can write: only the desk's own pages are followed. */
import { safeNextPath } from '../../web/next-path';

export function deskNextPath(next: unknown, appOrigin: string): string | null {
  const path = safeNextPath(next, appOrigin);
  if (path === null) return null;
  const { pathname } = new URL(path, appOrigin);
  return pathname === '/admin' || pathname.startsWith('/admin/') ? path : null;
}
