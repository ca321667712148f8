export const deskSearch = {
  title: 'Search',
  all: 'Find orders, products, customers',
  goods: 'Find orders, products',
  find: 'Find',
  hint: 'Type any part of an order number, a name, a phone number, a tracking number, a product or its SKU.',
  nothing: 'Nothing was found.',
  more: 'Show all',
  stock: '{{count}} in stock',
  change: 'Change price and stock: {{name}} {{volume}}',
};
