export interface HttpFacts {}
