/** What somebody looks for, as patterns of LIKE: its own signs stand for themselves. */
const literally = (words: string): string => words.replaceAll(/[\\%_]/g, String.raw`\$&`);

export const beginningWith = (words: string): string => `${literally(words)}%`;

const joined = (words: string): string => words.toLowerCase().replaceAll(/\s/g, '');

/**
 * Wherever in a name it is, in small letters and without blanks, for Korean names are typed with and without them. Names
 * that are searched together have line ends between them, which no search holds.
 */
export const namePattern = (words: string): string => `%${beginningWith(joined(words))}`;

export const skuPattern = (words: string): string => beginningWith(joined(words));
