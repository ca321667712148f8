import fc from 'fast-check';
import { drawChart, niceAbove } from '../../../../server/desk/figures/chart';
import { parseSvg, type Element } from '../../pictures/parse-svg';

/** Every element below the root, without the words between the tags. */
function shapesOf(svg: string): Element[] {
  const all = (element: Element): Element[] => [element, ...element.children.flatMap(all)];
  return all(parseSvg(svg.replaceAll(/>[^<]*</g, '><')));
}

const amount = fc.integer({ min: -500_000_000, max: 500_000_000 });
const bars = fc.array(fc.record({ title: fc.string(), value: amount, before: fc.option(amount, { nil: null }) }), {
  maxLength: 130,
});
const chartOf = (given: readonly { title: string; value: number; before: number | null }[]) =>
  drawChart({ id: 'sales', title: 'Net "sales" <by> day', description: 'a & b', bars: given });

test('every bar is drawn within the picture, whatever the numbers', () => {
  fc.assert(
    fc.property(bars, (given) => {
      const { svg } = chartOf(given);
      const shapes = shapesOf(svg);
      const drawn = shapes.filter(({ attributes }) => attributes['class'] === 'chart__bar');
      expect(drawn).toHaveLength(given.length);
      for (const { attributes } of shapes.filter(({ name }) => name === 'rect' || name === 'line')) {
        for (const [name, value] of Object.entries(attributes)) {
          if (name === 'class') continue;
          expect(Number(value)).toBeGreaterThanOrEqual(0);
          expect(Number(value)).toBeLessThanOrEqual(1_000);
        }
      }
    }),
  );
});

test('the chart has a name, a text and no colour, style or word of its own', () => {
  const { svg } = chartOf([{ title: '<script>"', value: 3, before: 2 }]);
  expect(svg).toContain('aria-labelledby="sales-title sales-text"');
  expect(svg).toContain('<title id="sales-title">Net &quot;sales&quot; &lt;by&gt; day</title>');
  expect(svg).toContain('<desc id="sales-text">a &amp; b</desc>');
  expect(svg).toContain('<title>&lt;script&gt;&quot;</title>');
  expect(svg).not.toMatch(/style=|fill=|stroke=|<text|<script/);
});

test('heights are in proportion, and below nothing is below the line', () => {
  const { svg, top, bottom } = chartOf([
    { title: 'a', value: 100, before: null },
    { title: 'b', value: 50, before: null },
    { title: 'c', value: -100, before: null },
  ]);
  expect([top, bottom]).toEqual([100, -100]);
  const heights = shapesOf(svg)
    .filter(({ attributes }) => attributes['class'] === 'chart__bar')
    .map(({ attributes }) => [Number(attributes['y']), Number(attributes['height'])]);
  expect(heights).toEqual([
    [0, 150],
    [75, 75],
    [150, 150],
  ]);
});

test('the axis ends at a round number', () => {
  expect([0, 1, 3, 99, 100, 101, 120_000, 650_000].map((value) => niceAbove(value))).toEqual([
    1, 1, 3, 100, 100, 150, 150_000, 800_000,
  ]);
});
