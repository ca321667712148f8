export const deskAccess = { title: '들어오기' };
