export const deskSettings = { title: 'Settings' };
