export interface Terminal {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export const BOLD = 1;
export const FAINT = 2;
export const RED = 31;
export const GREEN = 32;
export const YELLOW = 33;

export type Paint = (code: number, text: string) => string;

export const createPaint =
  (coloured: boolean): Paint =>
  (code, text) =>
    coloured ? `\u001b[${code}m${text}\u001b[0m` : text;
