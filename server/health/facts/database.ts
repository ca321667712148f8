export interface DatabaseFacts {}
