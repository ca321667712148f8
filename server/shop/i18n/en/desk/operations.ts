export const deskOperations = { title: 'Operations' };
