export const deskAudit = { title: '기록' };
