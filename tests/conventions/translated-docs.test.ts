/** What an owner reads in two languages leads through the same steps, by the same commands. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readStackConfig } from '../../deploy/config';
import { costOf } from '../../deploy/cost';
import { readStackFile } from '../../deploy/stack-file';
import { projectPaths } from '../../server/config/paths';

const { root } = projectPaths();
const read = (name: string): string => readFileSync(path.join(root, 'docs', name), 'utf8');

interface Section {
  readonly level: number;
  /** `3` of "## 3. An AWS account". */
  readonly number: string | null;
  /** Lines of the blocks of code, without their comments. */
  readonly commands: readonly string[];
  readonly inline: readonly string[];
  readonly links: readonly string[];
  /** Points, numbered points and rows of tables. */
  readonly points: readonly string[];
}

function sectionsOf(markdown: string): readonly Section[] {
  return markdown.split(/^(?=#{1,3} )/m).map((text) => {
    const [, marks = '', number = null] = /^(#+) (?:(\d+)\. )?/.exec(text) ?? [];
    const blocks = [...text.matchAll(/^ *```sh\n([^]*?)```/gm)].map(([, block = '']) => block);
    const prose = text.replaceAll(/^ *```sh\n[^]*?```/gm, '');
    return {
      level: marks.length,
      number,
      commands: blocks
        .flatMap((block) => block.split('\n'))
        .map((line) => line.replace(/ +#.*/, '').trim())
        .filter((line) => line !== ''),
      inline: [...new Set([...prose.matchAll(/`[^`]+`/g)].map(([code]) => code))].sort(),
      links: [...prose.matchAll(/\]\(([^)]+)\)/g)].map(([, to = '']) => to),
      points: [...prose.matchAll(/^ *(- |\d+\. |\| )/gm)].map(([, mark = '']) => mark),
    };
  });
}

/** Each page links to the other one. */
const withoutTwin = (sections: readonly Section[]): readonly Section[] =>
  sections.map((section) => ({ ...section, links: section.links.filter((to) => !/^[a-z]+(\.ko)?\.md$/.test(to)) }));

test('the launch has the same steps, commands and links in Korean as in English', () => {
  const [english, korean] = [withoutTwin(sectionsOf(read('launch.md'))), withoutTwin(sectionsOf(read('launch.ko.md')))];
  expect(korean).toEqual(english);
  expect(english.filter(({ number }) => number).map(({ number }) => number)).toEqual(
    Array.from({ length: 9 }, (_, step) => String(step + 1)),
  );
  expect(english.flatMap(({ commands }) => commands).length).toBeGreaterThan(50);
});

test.each([
  ['a command', 'npm run cost\n', 'npm run costs\n'],
  ['a step', '## 4. ', '## 5. '],
  ['a value in the text', '`ap-northeast-2`', '`us-east-1`'],
  ['a point', '\n4. **IAM**', '\n**IAM**'],
])('%s that differs is found', (_what, before, after) => {
  const korean = read('launch.ko.md');
  const changed = korean.replace(before, after);
  expect(changed).not.toBe(korean);
  expect(withoutTwin(sectionsOf(changed))).not.toEqual(withoutTwin(sectionsOf(read('launch.md'))));
});

test('the text names the price that the cost of the example comes to', () => {
  const example = readStackFile(path.join(root, 'deploy', 'stacks', 'Pulumi.example.yaml'));
  const config = readStackConfig(example, { project: 'essence-aura', stack: 'production' });
  const dollars = Math.round(costOf(config).totalUsd);
  expect(read('launch.md').match(/about (\d+) US dollars a month/gi)).toEqual([
    `about ${dollars} US dollars a month`,
    `About ${dollars} US dollars a month`,
  ]);
  expect(read('launch.ko.md').match(/한 달에 약 (\d+)달러/g)).toEqual(Array(2).fill(`한 달에 약 ${dollars}달러`));
});
