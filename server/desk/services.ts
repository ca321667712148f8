import type { StoreContext } from '../store/context';
import { createMailServers, type MailServers } from '../store/mail';
import type { Mailer, MailRoute } from '../store/mail/model';
import type { StoreServices } from '../store/services';
import type { WebContext } from '../web/context';
import { createRateLimiter, type Apart, type Limits, type RateLimiter } from '../web/rate-limit';
import { createOwnerNotices, type OwnerNotices } from './access';
import { LIMITS, type LimitName } from './limits';
import type { PerfumePreview } from './perfumes';

export interface DeskContext extends StoreContext, WebContext {
  readonly config: StoreContext['config'] &
    WebContext['config'] & { readonly limits?: Partial<Limits<Apart<LimitName>>> };
  /** What other processes leave there is shown at the desk: certificates, backups. */
  readonly dataDir: string;
  /** Where mails go unless the desk has a server of its own. A secret. */
  readonly mailUrl: string;
  /** For a mail that somebody waits for. All others go through the outbox. */
  readonly mailerThrough: (route: MailRoute) => Mailer;
}

export interface DeskServices extends StoreServices {
  readonly context: DeskContext;
  readonly limiter: RateLimiter<LimitName>;
  readonly previewPerfume: PerfumePreview;
  readonly ownerNotices: OwnerNotices;
  readonly mailServers: MailServers;
}

export function deskServices(
  services: StoreServices,
  context: DeskContext,
  previewPerfume: PerfumePreview,
): DeskServices {
  const limiter = createRateLimiter(context.pool, LIMITS, { others: context.config.limits, prefix: 'desk' });
  const ownerNotices = createOwnerNotices(services.outbox, context.config.origins.app);
  const mailServers = createMailServers({ ...context, settings: services.settings });
  return { ...services, context, limiter, previewPerfume, ownerNotices, mailServers };
}
