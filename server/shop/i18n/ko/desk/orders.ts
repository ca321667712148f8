export const deskOrders = { title: '주문' };
