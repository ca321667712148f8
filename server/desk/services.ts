import type { StoreContext } from '../store/context';
import type { Mailer } from '../store/mail/model';
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
  /** For a mail that somebody waits for. All others go through the outbox. */
  readonly mailer: Mailer;
  /** Where it sends to, without a password. */
  readonly mailPlace: string;
}

export interface DeskServices extends StoreServices {
  readonly context: DeskContext;
  readonly limiter: RateLimiter<LimitName>;
  readonly previewPerfume: PerfumePreview;
  readonly ownerNotices: OwnerNotices;
}

export function deskServices(
  services: StoreServices,
  context: DeskContext,
  previewPerfume: PerfumePreview,
): DeskServices {
  const limiter = createRateLimiter(context.pool, LIMITS, { others: context.config.limits, prefix: 'desk' });
  const ownerNotices = createOwnerNotices(services.outbox, context.config.origins.app);
  return { ...services, context, limiter, previewPerfume, ownerNotices };
}
