import { worded } from '../../../i18n/translate';
import { foundOrThrow } from '../../../process/errors';
import { readForm } from '../../../web/forms';
import type { DeskServices } from '../../services';
import type { DeskRoutes } from '../../web/routes';
import type { Visit } from '../../web/visit';
import { textsOf } from '../editor/presenter';
import { problem, type Problems } from '../editor/validate';
import { deskProducts } from '../texts.ko';
import { EMPTY_NOTE, NOTE_GROUPS, noteForm, readNote, type TypedNote } from './forms';
import type { NoteRow } from './queries';
import { createNotes } from './service';

declare module '../../../web/page' {
  interface Views {
    'desk/perfumes/notes': {
      readonly note: ReturnType<typeof noteView>;
      readonly noteGroups: ReturnType<typeof groupsOf>;
    };
  }
}

const LIST = '/admin/products/notes';

interface Shown {
  readonly notes: readonly NoteRow[];
  /** The one that is edited; null for a new one. */
  readonly slug: string | null;
  readonly typed: TypedNote;
  readonly problems?: Problems;
}

export function addNoteRoutes(routes: DeskRoutes, { context }: DeskServices): void {
  const notes = createNotes(context);

  routes.get(LIST, 'perfumes.read', async (visit) => {
    await show(visit, { notes: await notes.all(), slug: null, typed: EMPTY_NOTE });
  });
  async function create(visit: Visit): Promise<void> {
    const typed = readForm(noteForm, visit.form);
    const reading = readNote(typed, null);
    const problems: Problems = !reading.ok
      ? reading.problems
      : (await notes.create(reading.note, visit.actor)) === 'slug-taken'
        ? { name_en: problem('note-taken') }
        : {};
    if (Object.keys(problems).length > 0) {
      return show(visit, { notes: await notes.all(), slug: null, typed, problems }, 422);
    }
    visit.redirect(LIST, { key: 'deskProducts:note.made', values: { name: typed.name_ko } });
  }
  const again = (slugOf: (visit: Visit) => string | null) => async (visit: Visit) =>
    show(visit, { notes: await notes.all(), slug: slugOf(visit), typed: readForm(noteForm, visit.form) });

  routes.form(LIST, 'perfumes.write', { act: create, show: again(() => null) });
  routes.get(`${LIST}/:note`, 'perfumes.read', async (visit) => {
    const all = await notes.all();
    const note = foundOrThrow(all.find(({ slug }) => slug === visit.param('note')));
    await show(visit, { notes: all, slug: note.slug, typed: note });
  });
  async function save(visit: Visit): Promise<void> {
    const slug = visit.param('note');
    const all = await notes.all();
    foundOrThrow(all.find((note) => note.slug === slug));
    const typed = readForm(noteForm, visit.form);
    const reading = readNote(typed, slug);
    if (!reading.ok) return show(visit, { notes: all, slug, typed, problems: reading.problems }, 422);
    foundOrThrow(await notes.save(reading.note, visit.actor));
    visit.redirect(LIST, { key: 'deskProducts:note.saved', values: { name: typed.name_ko } });
  }
  routes.form(`${LIST}/:note`, 'perfumes.write', { act: save, show: again((visit) => visit.param('note')) });
}

async function show(visit: Visit, shown: Shown, status = 200): Promise<void> {
  const model = { note: noteView(shown, visit), noteGroups: groupsOf(shown.notes, visit) };
  await visit.render('desk/perfumes/notes', model, status);
}

type Words = Pick<Visit, 'locale' | 'text'>;

function noteView({ slug, typed, problems = {} }: Shown, { locale, text }: Words) {
  const choose = { value: '', label: text('deskProducts:choose') };
  return {
    title: slug === null ? text('deskProducts:note.newTitle') : locale === 'ko' ? typed.name_ko : typed.name_en,
    action: slug === null ? LIST : `${LIST}/${slug}`,
    isNew: slug === null,
    fields: { name_ko: typed.name_ko, name_en: typed.name_en, note_group: typed.note_group },
    ...textsOf(problems, text, (field) =>
      field === 'note_group'
        ? text('deskProducts:note.group')
        : text(`deskProducts:fields.${worded(deskProducts.fields, field)}`),
    ),
    options: [choose, ...NOTE_GROUPS.map((value) => ({ value, label: text(`deskProducts:note.groups.${value}`) }))],
  };
}

const groupsOf = (notes: readonly NoteRow[], { locale, text }: Words) =>
  NOTE_GROUPS.map((group) => ({
    name: text(`deskProducts:note.groups.${group}`),
    notes: notes
      .filter((note) => note.note_group === group)
      .map((note) => ({
        href: `${LIST}/${note.slug}`,
        name: locale === 'ko' ? note.name_ko : note.name_en,
        otherName: locale === 'ko' ? note.name_en : note.name_ko,
      })),
  })).filter(({ notes: own }) => own.length > 0);
