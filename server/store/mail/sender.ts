/** The seller's address as the footer shows it, else the owner's, else nobody's. */
import { isPlainAddress } from '../../values/email';
import { inOneLine } from '../../values/text';
import type { SettingsService } from '../settings/service';
import type { Sender } from './model';

const NAME = 'Essence Aura';

export function senderOf(
  settings: SettingsService,
  config: { readonly ownerEmail: string | null; readonly hosts: { readonly apex: string } },
): () => Promise<Sender> {
  return async () => {
    const { seller, mail } = await settings.current();
    const candidates = [seller.email, config.ownerEmail ?? ''];
    const address = candidates.find(isPlainAddress) ?? `no-reply@${config.hosts.apex}`;
    return { name: inOneLine(mail.senderName) || NAME, address };
  };
}
