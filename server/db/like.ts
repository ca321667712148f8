/** What somebody looks for, as patterns of LIKE: its own signs stand for themselves. */
const literally = (words: string): string => words.replaceAll(/[\\%_]/g, String.raw`\$&`);

const beginningWith = (words: string): string => `${literally(words)}%`;

const joined = (words: string): string => words.toLowerCase().replaceAll(/\s/g, '');

/** Anywhere in a name, without blanks: Korean names are typed with and without. No search holds a line end. */
export const namePattern = (words: string): string => `%${beginningWith(joined(words))}`;

export const skuPattern = (words: string): string => beginningWith(joined(words));
