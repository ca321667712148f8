export interface ProcessFacts {}
