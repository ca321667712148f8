import type { Locale } from '../../i18n/locale';
import { pauseText } from '../../store/delivery';
import { isPreview } from '../../store/settings';
import { protectionOf, sellerSchema, type Protection, type Seller, type Settings } from '../../store/settings/model';
import type { StorefrontServices } from '../services';

export interface SiteFacts {
  readonly seller: Seller;
  /** Of a shop that takes transfers: who keeps a buyer's money safe. */
  readonly protection: Protection | null;
  /** True while nothing can really be bought: every page says so and asks not to be indexed. */
  readonly preview: boolean;
  /** That the shop pauses, or will soon; null while it doesn't. */
  readonly pause: string | null;
}

declare module 'express-serve-static-core' {
  interface Locals {
    site?: SiteFacts;
  }
}

/** Never fails: the page that says "something broke" has a footer too. */
export function siteFactsOf(
  { context, settings, delivery }: Pick<StorefrontServices, 'context' | 'settings' | 'delivery'>,
  locale: Locale,
): () => Promise<{ readonly site: SiteFacts }> {
  const { mode, payments } = context.config;
  const shownOf = ({ bank }: Settings): Protection | null => (payments.includes('bank') ? protectionOf(bank) : null);
  return async () => {
    try {
      const current = await settings.current();
      const hasPerfumes = mode !== 'production' || (await settings.hasPerfumes());
      const preview = isPreview(mode, { settings: current, payments, hasPerfumes });
      const pause = pauseText(await delivery.current(), context.clock.now(), locale);
      return { site: { seller: current.seller, protection: shownOf(current), preview, pause } };
    } catch (error) {
      context.logger.error({ err: error }, 'settings could not be read');
      return {
        site: { seller: sellerSchema.parse({}), protection: null, preview: mode === 'production', pause: null },
      };
    }
  };
}
