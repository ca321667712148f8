export const deskAccess = { title: 'Sign in' };
