export interface AssetFacts {}
