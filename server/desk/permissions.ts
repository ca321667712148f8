/** A route names the one permission it needs (web/routes.ts); what is not written here is not allowed. */
export const ROLES = ['owner', 'shipping', 'reader'] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
  /** The desk itself: its first page, one's own account. */
  'desk.open',
  'perfumes.read',
  'perfumes.write',
  'stock.read',
  'stock.write',
  'orders.read',
  'orders.ship',
  /** Payments confirmed, orders cancelled, refunds, orders by telephone. */
  'orders.money',
  'customers.read',
  'customers.write',
  'figures.read',
  /** Files with everything in them: catalogue, orders, customers. */
  'files.export',
  'files.import',
  'audit.read',
  'operations.read',
  'operations.write',
  'settings.read',
  'settings.write',
  'people.write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const READING = ['desk.open', 'perfumes.read', 'stock.read', 'orders.read'] as const satisfies readonly Permission[];

const GRANTED: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(PERMISSIONS),
  shipping: new Set<Permission>([...READING, 'stock.write', 'orders.ship']),
  reader: new Set<Permission>([...READING, 'figures.read', 'audit.read', 'operations.read', 'settings.read']),
};

export function may(role: Role, permission: Permission): boolean {
  return GRANTED[role].has(permission);
}
