import { shortened, readProblem } from '../../../server/certificates/problem-document';

test('what a CA says when it refuses is its type without the prefix, its detail, and that of each name', () => {
  const body = JSON.stringify({
    type: 'urn:ietf:params:acme:error:rejectedIdentifier',
    detail: 'Error creating new order',
    subproblems: [{ detail: 'forbidden', identifier: { type: 'dns', value: 'www.a.test' } }, { detail: 'and so' }],
  });
  expect(readProblem(body)).toEqual({
    type: 'rejectedIdentifier',
    said: 'Error creating new order; www.a.test: forbidden; order: and so',
  });
});

test('a member that is not what it should be spoils no other', () => {
  const body = JSON.stringify({ type: ['x'], detail: 'said', subproblems: [7, { detail: 1 }, { detail: 'of one' }] });
  expect(readProblem(body)).toEqual({ type: null, said: 'said; order: of one' });
  expect(readProblem('{"type":"urn:ietf:params:acme:error:malformed","detail":{"a":1}}')).toEqual({
    type: 'malformed',
    said: '',
  });
});

test.each(['', 'null', '[]', '7', '"text"', '<', '{"type":'])('it is never more than what was said: %j', (body) => {
  expect(readProblem(body)).toEqual({ type: null, said: expect.stringMatching(/^\S*$/) });
});

test('it is one line that does nothing to a terminal or a log, and has an end', () => {
  expect(shortened('a\r\nb\u001b[2Jc\u202Ed\u2028e\u0000f\uFEFF')).toBe('a b [2Jc d e f');
  expect(shortened('x'.repeat(10_000))).toHaveLength(602);
  expect(readProblem(JSON.stringify({ type: 'y'.repeat(10_000), detail: 'x'.repeat(10_000) })).said).toHaveLength(602);
});

test('it is looked for at the beginning of a page only, however much of it there is', () => {
  expect(readProblem(`<p>early</p>${'<br>'.repeat(3_000)}late`).said).toBe('early');
});
