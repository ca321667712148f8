import type { Locale } from '../../../i18n/locale';
import { drawAura, drawPicture, PICTURE } from '../../../pictures/draw';
import { ACCORD_SLUGS, type AccordSlug } from '../../../scent/accords';
import { SLUG } from '../../../store/perfumes';
import type { DeskServices } from '../../services';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import type { Editor } from '../editor/editor';
import { stateOf, type Perfume } from '../model';

const LONGEST_NAME = 60;
const LARGEST_ML = 1_000;

export function addPreviewRoutes(routes: DeskRoutes, services: DeskServices, editor: Editor): void {
  routes.get('/admin/aura.svg', 'perfumes.read', async (visit) => {
    const { query } = visit.request;
    const wordOf = (name: string): string => (typeof query[name] === 'string' ? query[name] : '');
    const accords = accordsOf(wordOf);
    const slug = SLUG.test(wordOf('slug')) ? wordOf('slug') : 'new';
    const house = await editor.perfumes.house(wordOf('house'));
    const volumeMl = Number(/^\d{1,4}$/.exec(wordOf('ml'))?.[0]) || 50;
    const svg = house
      ? drawPicture({
          slug,
          nameKo: wordOf('name').slice(0, LONGEST_NAME),
          accords,
          shape: house.bottle,
          cap: house.cap,
          volumeMl: Math.min(LARGEST_ML, volumeMl),
        })
      : drawAura({ slug, accords, ...PICTURE });
    visit.response.type('svg').send(svg);
  });

  routes.get('/admin/products/:id/preview', 'perfumes.read', async (visit) => {
    const perfume = await editor.find(visit);
    const locale: Locale = visit.request.query['lang'] === 'en' ? 'en' : 'ko';
    const preview = `/admin/products/${perfume.id}/preview`;
    await services.previewPerfume(visit.response, {
      perfumeId: perfume.id,
      locale,
      otherLanguage: locale === 'ko' ? `${preview}?lang=en` : preview,
      draft: bannerOf(visit, perfume),
    });
  });
}

function accordsOf(wordOf: (name: string) => string): Partial<Record<AccordSlug, number>> {
  const accords: Partial<Record<AccordSlug, number>> = {};
  for (const slug of ACCORD_SLUGS) {
    const weight = /^\d{1,3}$/.test(wordOf(slug)) ? Math.min(100, Number(wordOf(slug))) : 0;
    if (weight > 0) accords[slug] = weight;
  }
  return accords;
}

function bannerOf({ text, now }: Visit, perfume: Perfume) {
  const state = text(`deskProducts:states.${stateOf(perfume, now)}`);
  return {
    label: text('deskProducts:draft.label'),
    message: text('deskProducts:draft.message', { state }),
    href: `/admin/products/${perfume.id}`,
    back: text('deskProducts:draft.back'),
  };
}
