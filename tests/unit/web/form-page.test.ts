import type { Response } from 'express';
import { createFormPage, faultsInWords, type Refusal } from '../../../server/web/form-page';

async function shown(refusal: Refusal<'short'>) {
  const answer: Record<string, unknown> = { status: 200 };
  const response = {
    status: (status: number) => Object.assign(response, void (answer['status'] = status)),
    set: (name: string, value: string) => void (answer[name] = value),
  };
  const place = {
    response: response as unknown as Response,
    locale: 'ko' as const,
    render: (_view: never, model: never) => Promise.resolve(void Object.assign(answer, model)),
  };
  const show = createFormPage(() => ({ say: (code: 'short') => `${code}!`, labelOf: (name) => name.toUpperCase() }));
  await show(place, { view: 'accounts/forgot' }, { email: 'a' }, refusal);
  return answer;
}

test.each([
  [90, {}, '2분 뒤에'],
  [7_200, {}, '120분 뒤에'],
  [7_201, {}, '3시간 뒤에'],
  [7_200, { isGuessed: true }, '2시간 동안'],
])('a wait of %i seconds %j is said in a unit that can be waited for', async (waitSeconds, more, said) => {
  const answer = await shown({ waitSeconds, ...more });
  expect(answer).toMatchObject({ status: 429, 'Retry-After': String(waitSeconds) });
  expect((answer['form'] as { problem: string }).problem).toContain(said);
});

test('faults in words keep the order of the form, and say whose they are', () => {
  const labelOf = (name: string) => (name === 'whole' ? null : name.toUpperCase());
  expect(faultsInWords({ b: 1, a: 1, whole: 2 }, String, labelOf)).toEqual({
    errors: { b: '1', a: '1', whole: '2' },
    problems: [
      { name: 'b', text: 'B: 1' },
      { name: 'a', text: 'A: 1' },
      { name: '', text: '2' },
    ],
  });
});

test('a refused form says on top which field is wrong, and beside the field what', async () => {
  const { form } = await shown({ errors: { name: 'short' } });
  expect(form).toMatchObject({ errors: { name: 'short!' }, problems: [{ name: 'name', text: 'NAME: short!' }] });
});
