export const deskStock = { title: 'Stock' };
