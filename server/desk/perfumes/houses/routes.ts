import { worded } from '../../../i18n/translate';
import { foundOrThrow } from '../../../process/errors';
import { BOTTLE_CAPS, BOTTLE_SHAPES } from '../../../scent/bottles';
import { readForm } from '../../../web/forms';
import type { DeskServices } from '../../services';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { textsOf } from '../editor/presenter';
import { problem, type Problems } from '../editor/validate';
import { deskProducts } from '../texts.ko';
import { EMPTY_HOUSE, houseForm, readHouse, typedHouse, type TypedHouse } from './forms';
import type { ListedHouse, Progress, ShownHouse } from './queries';
import { createHouses, type HouseService } from './service';

declare module '../../../web/page' {
  interface Views {
    'desk/perfumes/houses': { readonly rows: readonly ReturnType<typeof rowOf>[] };
    'desk/perfumes/house': { readonly house: ReturnType<typeof houseView> };
  }
}

const LIST = '/admin/products/houses';
const REFRESH_SECONDS = 5;

export function addHouseRoutes(routes: DeskRoutes, { context }: DeskServices): void {
  const houses = createHouses(context);

  routes.get(LIST, 'perfumes.read', async (visit) => {
    const all = await houses.all();
    const rows = all.map((house) => rowOf(house, visit));
    if (rows.some(({ redraw }) => redraw !== null)) visit.response.set('Refresh', String(REFRESH_SECONDS));
    await visit.render('desk/perfumes/houses', { rows });
  });
  routes.get(`${LIST}/new`, 'perfumes.write', (visit) => show(visit, null, EMPTY_HOUSE, {}));
  routes.form(LIST, 'perfumes.write', {
    show: (visit) => show(visit, null, readForm(houseForm, visit.form), {}),
    async act(visit) {
      const typed = readForm(houseForm, visit.form);
      const reading = readHouse(typed, null);
      if (!reading.ok) return show(visit, null, typed, reading.problems);
      const { house } = reading;
      if ((await houses.create(house, visit.actor)) === 'slug-taken') {
        return show(visit, null, typed, { slug: problem('slug-taken') });
      }
      visit.redirect(LIST, { key: 'deskProducts:house.made', values: { name: house.name_ko } });
    },
  });
  routes.get(`${LIST}/:house`, 'perfumes.read', async (visit) => {
    const house = await find(houses, visit);
    await show(visit, house, typedHouse(house), {});
  });
  routes.form(`${LIST}/:house`, 'perfumes.write', {
    show: async (visit) => show(visit, await find(houses, visit), readForm(houseForm, visit.form), {}),
    async act(visit) {
      const house = await find(houses, visit);
      const typed = readForm(houseForm, visit.form);
      const reading = readHouse(typed, house.slug);
      if (!reading.ok) return show(visit, house, typed, reading.problems);
      await houses.save(house, reading.house, visit.actor);
      visit.redirect(`${LIST}/${house.slug}`, { key: 'deskProducts:house.saved' });
    },
  });
}

const find = async (houses: HouseService, visit: Visit): Promise<ShownHouse> =>
  foundOrThrow(await houses.find(visit.param('house')));

const rowOf = (house: ListedHouse, visit: Visit) => ({
  href: `${LIST}/${house.slug}`,
  name: visit.locale === 'ko' ? house.name_ko : house.name_en,
  otherName: visit.locale === 'ko' ? house.name_en : house.name_ko,
  perfumes: house.perfumes,
  perfumesHref: `/admin/products?house=${house.slug}`,
  look: lookText(visit, house),
  redraw: redrawText(visit, house.redraw),
});

function lookText({ text }: Visit, { bottle, cap }: Pick<ShownHouse, 'bottle' | 'cap'>): string {
  return `${text(`deskProducts:house.bottles.${bottle}`)} · ${text(`deskProducts:house.caps.${cap}`)}`;
}

const redrawText = ({ text }: Visit, redraw: Progress | null): string | null =>
  redraw && text('deskProducts:house.redrawing', { done: redraw.done, total: redraw.total });

async function show(visit: Visit, ...shown: Shown): Promise<void> {
  const [, , problems] = shown;
  await visit.render(
    'desk/perfumes/house',
    { house: houseView(visit, ...shown) },
    Object.keys(problems).length > 0 ? 422 : 200,
  );
}

type Shown = [house: ShownHouse | null, typed: TypedHouse, problems: Problems];

function houseView(visit: Visit, ...[house, typed, problems]: Shown) {
  const { text, locale } = visit;
  const name = house && (locale === 'ko' ? house.name_ko : house.name_en);
  return {
    title: name ?? text('deskProducts:house.newTitle'),
    action: house ? `${LIST}/${house.slug}` : LIST,
    isNew: house === null,
    redraw: redrawText(visit, house?.redraw ?? null),
    fields: typed,
    ...textsOf(problems, text, (field) =>
      field === 'bottle' || field === 'cap'
        ? text(`deskProducts:house.${field}`)
        : text(`deskProducts:fields.${worded(deskProducts.fields, field)}`),
    ),
    bottles: BOTTLE_SHAPES.map((value) => ({ value, label: text(`deskProducts:house.bottles.${value}`) })),
    caps: BOTTLE_CAPS.map((value) => ({ value, label: text(`deskProducts:house.caps.${value}`) })),
  };
}
