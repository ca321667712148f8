export const deskAudit = { title: 'Audit' };
