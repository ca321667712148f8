import { isPreview } from '../../store/settings';
import { sellerSchema, type Seller } from '../../store/settings/model';
import type { StorefrontServices } from '../services';

export interface SiteFacts {
  readonly seller: Seller;
  /** True while nothing can really be bought: every page says so and asks not to be indexed. */
  readonly preview: boolean;
}

declare module 'express-serve-static-core' {
  interface Locals {
    site?: SiteFacts;
  }
}

/** Never fails: the page that says "something broke" has a footer too. */
export function siteFactsOf({
  context,
  settings,
}: Pick<StorefrontServices, 'context' | 'settings'>): () => Promise<{ readonly site: SiteFacts }> {
  const { mode, payments } = context.config;
  return async () => {
    try {
      const current = await settings.current();
      const hasPerfumes = mode !== 'production' || (await settings.hasPerfumes());
      const preview = isPreview(mode, { settings: current, payments, hasPerfumes });
      return { site: { seller: current.seller, preview } };
    } catch (error) {
      context.logger.error({ err: error }, 'settings could not be read');
      return { site: { seller: sellerSchema.parse({}), preview: mode === 'production' } };
    }
  };
}
