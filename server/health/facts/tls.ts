export interface TlsFacts {}
