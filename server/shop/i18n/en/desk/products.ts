export const deskProducts = { title: 'Products' };
