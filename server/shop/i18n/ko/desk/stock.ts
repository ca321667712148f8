export const deskStock = { title: '재고' };
