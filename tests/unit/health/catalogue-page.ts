/** docs/faults.md: the table of faults, for a reader. Made from the rows, with gaps where a finding has its evidence. */
import { translateTo } from '../../../server/doctor/texts';
import type { AnyFault } from '../../../server/health/fault';
import { LAYERS } from '../../../server/health/layers';

const HEAD = `# Faults

Every fault that the doctor knows of, in the order of its layers: what breaks above explains what is seen below. Made by
\`npm run faults\` from the rows in \`server/health/faults\`; to change it, change a row. … stands for what a finding names.
A **class** is what several faults look like from outside.`;

/** Evidence of whatever kind, of which every part is `…`. */
function anything(): unknown {
  const part: unknown = new Proxy(() => part, {
    get: (_target, name) => {
      if (name === Symbol.toPrimitive) return () => '…';
      if (name === Symbol.iterator) return () => [part][Symbol.iterator]();
      return part;
    },
    apply: () => part,
  });
  return part;
}

/** null: it says different things of different evidence, and can't be asked without any. */
function saidOf(words: unknown): string | null {
  if (typeof words === 'string') return words;
  try {
    const said = String((words as (evidence: unknown) => unknown)(anything()));
    return said.replaceAll(/NaN|undefined|(?:…[,; ]*)+…/g, '…');
  } catch {
    return null;
  }
}

export const ownerOf = ({ owner }: AnyFault, locale: 'ko' | 'en'): string | null => saidOf(owner[locale]);
export const expertOf = ({ expert }: AnyFault): string | null => saidOf(expert);
export const mendOf = ({ mend }: AnyFault): string | null => saidOf(mend);
export const mendKoOf = ({ mendKo }: AnyFault): string | null => (mendKo === undefined ? null : saidOf(mendKo));

/** As it is, whatever signs of Markdown are in it. */
const plain = (text: string): string => text.replaceAll(/[\\`*_<>[\]|]/g, '\\$&').replaceAll(/\s+/g, ' ');

export function describeFaults(faults: readonly AnyFault[]): string {
  const text = translateTo('en');
  const parts = LAYERS.flatMap((layer) => {
    const rows = faults.filter((row) => row.layer === layer).map(describe);
    return rows.length === 0 ? [] : [`## ${text(`doctor:layers.${layer}.name`)}: ${rows.length}`, ...rows];
  });
  return `${[HEAD, ...parts].join('\n\n')}\n`;
}

function describe(row: AnyFault): string {
  const { id, severity, certainty, canBe = [], explains = [], browser } = row;
  const how = [
    typeof severity === 'string' ? severity : 'by what is found',
    typeof certainty === 'function' ? 'certain or likely' : certainty,
    canBe.length > 0 ? 'class' : null,
  ];
  const facts: (readonly [string, string | null])[] = [
    ['한국어', ownerOf(row, 'ko')],
    ['Expert', expertOf(row)],
    ['Browser', browser ?? null],
    [canBe.length > 0 ? 'To decide it' : 'To mend it', mendOf(row)],
    ['고치려면', mendKoOf(row)],
    ['Can be', canBe.join(', ') || null],
    ['Explains', explains.join(', ') || null],
  ];
  return [
    `### ${id}`,
    '',
    `${plain(ownerOf(row, 'en') ?? '…')} (${how.filter(Boolean).join(', ')})`,
    '',
    ...facts.flatMap(([name, said]) => (said === null ? [] : [`- ${name}: ${plain(said)}`])),
  ].join('\n');
}
