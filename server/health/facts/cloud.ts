export interface CloudFacts {}
