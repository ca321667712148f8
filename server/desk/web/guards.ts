/** Who may look at a page of the desk, and send a form of it. */
import type { Request, RequestHandler } from 'express';
import { AppError } from '../../process/errors';
import { asError } from '../../process/thrown';
import type { Exchange } from '../../web/page';
import { isSessionOpen, reloadSession } from '../../web/session';
import type { Staff } from '../access/model';
import { may, type Permission } from '../permissions';
import type { DeskContext } from '../services';
import { askToSignIn } from './ask-to-sign-in';
import { dressSignedOutPage } from './signed-out-page';
import { createVisit, type Leaving, type Visit, type VisitHandler } from './visit';

export type Guards = ReturnType<typeof createGuards>;

export function createGuards(context: DeskContext, findStaff: (staffId: string) => Promise<Staff | null>) {
  /** @returns null for nobody @throws AppError forbidden */
  const permitted = async (needs: Permission, { session }: Request): Promise<Staff | null> => {
    const staff = session.staffId ? await findStaff(session.staffId) : null;
    if (staff && !may(staff.role, needs)) throw new AppError('forbidden');
    return staff;
  };

  const visitOf = (needs: Permission, exchange: Exchange, staff: Staff, leaving: Leaving = {}): Visit => {
    const mayGoOn = async (): Promise<boolean> => {
      const found = (await isSessionOpen(exchange.request)) ? await findStaff(staff.id) : null;
      return found !== null && may(found.role, needs);
    };
    return createVisit(context, { ...exchange, staff, mayGoOn, ...leaving });
  };

  const reading =
    (needs: Permission, handler: VisitHandler): RequestHandler =>
    async (request, response) => {
      const staff = await permitted(needs, request);
      if (!staff) return askToSignIn(request, response, null);
      await handler(visitOf(needs, { request, response }, staff));
    };

  /** Nobody in particular: what the session knows of her is asked again all the same. */
  const opened =
    (steps: readonly RequestHandler[], handler: (stranger: Exchange) => Promise<void> | void): RequestHandler =>
    async (request, response) => {
      dressSignedOutPage(context, request, response);
      await readBody(steps, { request, response });
      if (steps.length > 0) await reloadSession(request);
      await handler({ request, response });
    };

  return { permitted, visitOf, reading, opened };
}

/** @param steps middleware, each of which ends or throws */
export async function readBody(steps: readonly RequestHandler[], { request, response }: Exchange): Promise<void> {
  for (const step of steps) {
    await new Promise<void>((resolve, reject) => {
      const next = (error?: unknown): void => (error === undefined ? resolve() : reject(asError(error)));
      void step(request, response, next);
    });
  }
}
