export const deskCustomers = { title: 'Customers' };
