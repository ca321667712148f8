export interface NetworkFacts {}
