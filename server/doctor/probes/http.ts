import type { AnyProbe } from '../probe';
import { cors, forgedSession, posted, session } from './cors';
import { pages } from './pages';
import { REDIRECT_PROBES } from './redirects';

export const HTTP_PROBES: readonly AnyProbe[] = [...REDIRECT_PROBES, pages, cors, posted, session, forgedSession];
