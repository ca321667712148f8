import { tagsOf } from '../../../server/doctor/html';

const read = (html: string) => tagsOf(html).map(({ name, attributes }) => [name, Object.fromEntries(attributes)]);

test('tags with their attributes, however they are written', () => {
  expect(
    read('<IMG SRC=/a.png Alt="a &gt; &amp;b"><a href=\'x?a=1&amp;b\'>b</a><script src="/s.js" defer></script>'),
  ).toEqual([
    ['img', { src: '/a.png', alt: 'a > &b' }],
    ['a', { href: 'x?a=1&b' }],
    ['script', { src: '/s.js', defer: '' }],
  ]);
});

test('what is no tag of the page is none', () => {
  const hidden = [
    '<!-- <img src="http://a"> -->',
    '<script>"<img src=http://b>"</script>',
    '<style>/* <img src=http://c> */</style>',
    '<textarea><img src="http://d"></textarea>',
    '<template><img src="http://e"><template><p></template></template>',
  ];
  expect(read(`${hidden.join('')}<p>`).map(([name]) => name)).toEqual(['script', 'style', 'textarea', 'template', 'p']);
});

test.each([
  ['a tag without an end', `<p${' '.repeat(200_000)}<`],
  ['many of them', '<b a="'.repeat(50_000)],
  ['many comments without one', '<!--'.repeat(50_000)],
])('a page of %s is read at once', (_what, html) => {
  expect(tagsOf(html)).toEqual([]);
});
