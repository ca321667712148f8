/** From the name that a visitor types down to the disk. What is broken above explains what is seen below. */
export const LAYERS = [
  'registrar',
  'dns',
  'cloud',
  'network',
  'tls',
  'authority',
  'http',
  'proxy',
  'assets',
  'database',
  'host',
  'processes',
  'mail',
  'backups',
] as const;
export type Layer = (typeof LAYERS)[number];

/** Where facts come from: any computer, the shop's machine, the owner's account at AWS. */
export const VIEWS = ['outside', 'inside', 'cloud'] as const;
export type View = (typeof VIEWS)[number];
