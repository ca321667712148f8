import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectPaths } from '../../../server/config/paths';
import { ACCORD_COLOURS } from '../../../server/pictures/accord-colours';

test('a bar has the colour its accord has in the picture', () => {
  const stylesheet = readFileSync(path.join(projectPaths().root, 'public', 'css', 'accords.css'), 'utf8');
  const rules = Array.from(
    stylesheet.matchAll(/\.accord-([a-z-]+) \{\s*--accord: oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);\s*\}/g),
    ([, accord, l, c, h]) => [String(accord), { l: Number(l), c: Number(c), h: Number(h) }] as const,
  );
  expect(Object.fromEntries(rules)).toEqual(ACCORD_COLOURS);
});
