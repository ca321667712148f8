import { read } from './source-files';

/** On the worst day both languages have to do the same. */
const korean = read('docs/runbook.ko.md');
const english = read('docs/runbook.md').split(/^## /m);
const chapter = (title: string): string => english.find((part) => part.startsWith(title)) ?? '';

/** Without what a comment says of them. */
const commandsOf = (page: string): readonly string[] =>
  Array.from(page.matchAll(/^```sh\n([^]*?)^```/gm), ([, block]) => String(block))
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
const stepsOf = (page: string): number => page.match(/^\d+\. /gm)?.length ?? 0;
const saidIn = (page: string): readonly string[] => page.match(/^- "[^"]+"/gm) ?? [];

test('"the machine is lost" has the same commands, steps and messages in English and in Korean', () => {
  const lost = chapter('The machine is lost\n');
  expect(commandsOf(lost).length).toBeGreaterThan(5);
  const beforeIt = commandsOf(chapter('Nothing answers\n')).filter((line) => /^(aws ec2|--query) /.test(line));
  expect(commandsOf(korean)).toEqual([...beforeIt, ...commandsOf(lost)]);
  expect([stepsOf(korean), saidIn(korean)]).toEqual([stepsOf(lost), saidIn(lost)]);
  expect(stepsOf(lost)).toBe(6);
});
