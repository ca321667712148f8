/** On another host than the storefront, so its links are absolute. */
import type { Response } from 'express';
import { localPath, type Locale } from '../../i18n/locale';
import { formatWon } from '../../money/money';
import { protectionOf } from '../../store/settings/model';
import { renderPage, type PageLocals } from '../../web/page';
import type { StorefrontServices } from '../services';
import { translateTo } from '../texts';
import type { SiteFacts } from '../web/site-facts';
import { perfumeData, perfumeView, type PerfumeView } from './perfume/presenter';

export interface DraftView {
  readonly label: string;
  readonly message: string;
  readonly href: string;
  readonly back: string;
}

export interface PreviewOptions {
  readonly perfumeId: number;
  readonly locale: Locale;
  /** Of the preview in the other language. */
  readonly otherLanguage: string;
  readonly draft: DraftView;
}

export function createPerfumePreview({
  context,
  catalogue,
  settings,
  delivery,
}: Pick<StorefrontServices, 'context' | 'catalogue' | 'settings' | 'delivery'>) {
  const { apex } = context.config.origins;
  return async (response: Response, { perfumeId, locale, otherLanguage, draft }: PreviewOptions): Promise<void> => {
    const [page, { seller, bank }] = await Promise.all([catalogue.draft(perfumeId), settings.current()]);
    const shown = { locale, volumeMl: '', rule: await delivery.current(), now: context.clock.now() };
    const path = `/perfumes/${page.perfume.slug}`;
    Object.assign(response.locals, {
      locale,
      text: translateTo(locale),
      link: (to: string) => apex + localPath(locale, to),
      asset: (name: string) => context.assets.url(name),
      money: formatWon,
      here: { path, query: '', ko: apex + path, en: `${apex}/en${path}`, self: apex + localPath(locale, path) },
      otherLanguage,
      site: { seller, protection: protectionOf(bank), preview: false, pause: null },
    } satisfies PageLocals & { site: SiteFacts });
    await renderPage(response, 'catalogue/perfume', {
      perfume: leadingToShop(perfumeView(page, shown), apex),
      structuredData: perfumeData(page.perfume, locale, apex),
      draft,
    });
  };
}

function leadingToShop(view: PerfumeView, apex: string): PerfumeView {
  return JSON.parse(
    JSON.stringify(view, (key, value: unknown) => (key === 'href' && typeof value === 'string' ? apex + value : value)),
  ) as PerfumeView;
}
