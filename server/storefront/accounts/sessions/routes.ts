/** Ending one's sessions elsewhere. One that has ended by itself, or by the same form sent twice, is ended all the same. */
import { Router, type Request } from 'express';
import { requireFormToken } from '../../../web/csrf';
import { readForm } from '../../../web/forms';
import { redirectTo } from '../../../web/page';
import { createSessionList, type Owner } from '../../../web/session-list';
import type { StorefrontServices } from '../../services';
import { SESSIONS } from '../../web/session';
import { requireSignedIn } from '../../web/signed-in';
import { FORMS } from '../forms';

const ownerOf = ({ session, sessionID }: Request): Owner => ({ id: session.accountId ?? '', sessionId: sessionID });

export function createSessionRoutes({ context }: StorefrontServices): Router {
  const router = Router();
  const sessions = createSessionList(context.pool, SESSIONS);

  router.post('/account/sessions/end', requireSignedIn, requireFormToken, async (request, response) => {
    const { session } = readForm(FORMS.endSession, request.body);
    await sessions.end(ownerOf(request), session);
    redirectTo(response, '/account?notice=session-ended');
  });

  router.post('/account/sessions/end-others', requireSignedIn, requireFormToken, async (request, response) => {
    readForm(FORMS.signOut, request.body);
    await sessions.endOthers(ownerOf(request));
    redirectTo(response, '/account?notice=others-ended');
  });

  return router;
}
