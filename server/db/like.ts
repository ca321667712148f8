/** What somebody typed, within a pattern of LIKE: its own signs stand for themselves. */
export const literally = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);
