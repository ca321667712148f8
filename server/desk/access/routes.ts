import type { DeskServices } from '../services';
import type { DeskRoutes } from '../web/routes';
import { createDeskAccess } from './access';
import { addAccountRoutes } from './account/routes';
import { addEntryRoutes } from './entry/routes';
import { addPeopleRoutes } from './people/routes';
import { addSetUpRoutes } from './set-up/routes';
import { addSignInRoutes } from './sign-ins/routes';

export function addAccessRoutes(routes: DeskRoutes, services: DeskServices): void {
  const tools = createDeskAccess(services);
  addEntryRoutes(routes, tools);
  addSetUpRoutes(routes, tools);
  addAccountRoutes(routes, tools);
  // Before the pages of one person: theirs are called by an id.
  addSignInRoutes(routes, tools);
  addPeopleRoutes(routes, tools);
}
