export interface AuthorityFacts {}
