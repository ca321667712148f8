export interface DnsFacts {}
