/** How wide a text is in a terminal, where a Korean letter takes two columns, and how it is broken between words. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/gu;

export const widthOf = (text: string): number => text.length + (text.match(WIDE)?.length ?? 0);

export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** @param width null: nothing is broken */
export function wrapped(text: string, width: number | null): readonly string[] {
  if (width === null) return [text.replaceAll(/\s*\n\s*/g, ' ')];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
