export const deskProducts = { title: '상품' };
