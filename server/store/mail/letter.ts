/** What a mail says, in order: its plain text and its HTML are made of this one model. */
import { inOneLine } from '../../values/text';

export interface LetterLine {
  readonly name: string;
  readonly detail: string;
  readonly amount: string;
}

export interface LetterFact {
  readonly label: string;
  readonly value: string;
}

export type LetterBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly title: string; readonly facts: readonly LetterFact[] }
  | { readonly kind: 'lines'; readonly title: string; readonly lines: readonly LetterLine[] }
  /** Amounts that add up; the last one is the total. */
  | { readonly kind: 'sums'; readonly sums: readonly LetterFact[] }
  | { readonly kind: 'action'; readonly label: string; readonly href: string };

export interface Letter {
  readonly subject: string;
  readonly title: string;
  readonly blocks: readonly LetterBlock[];
  /** Why the reader gets this. */
  readonly closing: string;
}

const RULE = '-'.repeat(32);

export function letterText(letter: Letter, home: string): string {
  const parts = [letter.title, ...letter.blocks.map(blockText), RULE, `${letter.closing}\nEssence Aura\n${home}`];
  return `${parts.join('\n\n')}\n`;
}

function blockText(block: LetterBlock): string {
  switch (block.kind) {
    case 'text':
      return block.text;
    case 'facts':
      return [block.title, ...block.facts.map(({ label, value }) => `${label}: ${inOneLine(value)}`)].join('\n');
    case 'lines':
      return [
        block.title,
        ...block.lines.map(({ name, detail, amount }) => `${inOneLine(name)}\n  ${inOneLine(detail)}  ${amount}`),
      ].join('\n');
    case 'sums':
      return block.sums.map(({ label, value }) => `${label}: ${value}`).join('\n');
    case 'action':
      return `${block.label}\n${block.href}`;
  }
}
