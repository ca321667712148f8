export interface ProxyFacts {}
