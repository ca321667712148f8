/** The shop's services, made once from the context and handed to every feature's routes. */
import type { ShopContext } from './context';
import { createMails, type Mails } from './mail/mails';
import { createSettings, type SettingsService } from './settings/service';

export interface ShopServices {
  readonly context: ShopContext;
  readonly settings: SettingsService;
  readonly mails: Mails;
}

export function createServices(context: ShopContext): ShopServices {
  const settings = createSettings(context.pool);
  return { context, settings, mails: createMails(context) };
}
