export const deskOperations = { title: '운영' };
