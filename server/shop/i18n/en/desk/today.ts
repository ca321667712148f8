export const deskToday = { title: 'Today' };
