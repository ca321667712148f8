export const deskCustomers = { title: '고객' };
