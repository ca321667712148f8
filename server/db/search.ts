/** Of a statement: what somebody looks for stands somewhere in `words`, as the index of their pairs of letters finds it. */
export const holds = (words: string, sought: string): string =>
  `(search_pairs(${words}) @> search_pairs(search_words(${sought})) and strpos(${words}, search_words(${sought})) > 0)`;
