import { AppError, foundOrThrow } from '../../../process/errors';
import { koreanTime } from '../../../store/perfumes';
import type { Visit } from '../../web/visit';
import { stateOf, type Choices, type Perfume } from '../model';
import type { PerfumeService, Saving } from '../service';
import { emptyForm, formOf, withCounts, withoutRow, withRow } from './fill';
import { readPerfumeForm, withPrices, type Typed } from './forms';
import { editorView, type EditorFacts } from './presenter';
import { readPerfume, type Problems } from './validate';

declare module '../../../web/page' {
  interface Views {
    'desk/perfumes/edit': {
      readonly editor: ReturnType<typeof editorView>;
      readonly scheduleAt: string;
      readonly names: Perfume | null;
    };
    'desk/perfumes/prices': { readonly editor: ReturnType<typeof editorView>; readonly names: Perfume };
  }
}

export type Editor = ReturnType<typeof createEditor>;

export function createEditor(perfumes: PerfumeService, shopOrigin: string) {
  async function show(visit: Visit, facts: EditorFacts, status = 200): Promise<void> {
    const { locale, text, format, now } = visit;
    const editor = editorView(facts, { locale, text, format, now, shopOrigin });
    if (facts.onlyPrices && facts.perfume) {
      return visit.render('desk/perfumes/prices', { editor, names: facts.perfume }, status);
    }
    const suggested = facts.perfume?.publishedAt ?? new Date(now.getTime() + 24 * 60 * 60 * 1000);
    const scheduleAt = facts.schedule?.typed ?? koreanTime(suggested).replace(' ', 'T');
    await visit.render('desk/perfumes/edit', { editor, scheduleAt, names: facts.perfume ?? null }, status);
  }

  /** @param more something that went wrong */
  async function showSaved(visit: Visit, perfume: Perfume, more: Partial<EditorFacts>, status = 200): Promise<void> {
    const choices = await perfumes.choices();
    const typed = formOf(perfume, perfume.version, choices, visit.locale);
    await show(visit, { typed, choices, perfume, ...more }, status);
  }

  async function take(visit: Visit, perfume: Perfume | null): Promise<void> {
    const typed = readPerfumeForm(visit.form);
    const choices = await perfumes.choices();
    const again = changedByButton(typed);
    if (again) return show(visit, { typed: again, choices, perfume });
    await save(visit, { typed, choices, perfume });
  }

  /** Of the whole perfume as it is saved by now, in which only prices and counts are typed. */
  async function prices(visit: Visit, perfume: Perfume): Promise<Shown> {
    const choices = await perfumes.choices();
    const typed = withPrices(formOf(perfume, perfume.version, choices, visit.locale), visit.form);
    return { typed, choices, perfume, onlyPrices: true };
  }

  const takePrices = async (visit: Visit, perfume: Perfume): Promise<void> => save(visit, await prices(visit, perfume));
  const showPrices = async (visit: Visit, perfume: Perfume): Promise<void> => show(visit, await prices(visit, perfume));

  async function save(visit: Visit, facts: Shown): Promise<void> {
    const { typed, choices, perfume } = facts;
    const reading = readPerfume(typed, choices, visit.locale, visit.now);
    if (!reading.ok) return show(visit, { ...facts, problems: reading.problems }, 422);
    const saving = perfume
      ? await perfumes.save(
          perfume,
          { version: Number(typed.fields.version) || 0, draft: reading.draft, choices },
          visit.actor,
        )
      : await perfumes.create(reading.draft, choices, visit.actor);
    await answer(visit, saving, facts);
  }

  async function showTyped(visit: Visit, perfume: Perfume | null): Promise<void> {
    await show(visit, { typed: readPerfumeForm(visit.form), choices: await perfumes.choices(), perfume });
  }

  async function answer(visit: Visit, saving: Saving, facts: Shown): Promise<void> {
    switch (saving.kind) {
      case 'saved':
        return visit.redirect(`/admin/products/${saving.id}${facts.onlyPrices ? '/prices' : ''}`, {
          key: noticeOf(facts.perfume, visit.now),
        });
      case 'wrong':
        return show(visit, await afterProblems(facts, saving.problems), 422);
      case 'conflict': {
        const typed = formOf(saving.draft, saving.current.version, facts.choices, visit.locale);
        return show(visit, { ...facts, perfume: saving.current, typed, conflict: saving }, 409);
      }
      case 'not-found':
        throw new AppError('not-found');
    }
  }

  /** Counts may have moved: what is shown again stands beside today's. */
  async function afterProblems(facts: Shown, problems: Problems): Promise<EditorFacts> {
    const perfume = facts.perfume && (await perfumes.find(facts.perfume.id));
    return { ...facts, problems, perfume, typed: perfume ? withCounts(facts.typed, perfume) : facts.typed };
  }

  const find = async (visit: Visit): Promise<Perfume> => foundOrThrow(await perfumes.find(visit.number('id')));

  const showEmpty = async (visit: Visit): Promise<void> =>
    show(visit, { typed: emptyForm(), choices: await perfumes.choices(), perfume: null });

  return { perfumes, showEmpty, showSaved, showTyped, take, showPrices, takePrices, find };
}

interface Shown {
  readonly typed: Typed;
  readonly choices: Choices;
  readonly perfume: Perfume | null;
  readonly onlyPrices?: boolean;
}

function noticeOf(perfume: Perfume | null, now: Date) {
  if (!perfume) return 'deskProducts:created';
  return stateOf(perfume, now) === 'visible' ? 'deskProducts:saved' : 'deskProducts:savedHidden';
}

/** The form's other buttons, for browsers without scripts: nothing is saved by them. */
function changedByButton(typed: Typed): Typed | null {
  const { intent } = typed.fields;
  if (intent === 'preview') return typed;
  if (intent === 'add-volume') return withRow(typed);
  const drop = /^drop-volume-(\d{1,2})$/.exec(intent);
  return drop ? withoutRow(typed, Number(drop[1])) : null;
}
