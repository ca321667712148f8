/* What scripts add to every page. Each part stands alone, and without any of them the shop works. */
import { showSession } from './parts/session';

void showSession(document);
