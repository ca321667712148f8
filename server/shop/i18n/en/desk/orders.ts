export const deskOrders = { title: 'Orders' };
