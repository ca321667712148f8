export interface RegistrarFacts {}
