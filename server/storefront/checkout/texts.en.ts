export const checkout = {
  title: 'Check out',
  contact: 'Contact',
  delivery: 'Where it goes',
  payment: 'How to pay',
  summary: 'What you order',
  toCart: 'Back to the cart',
  signIn: 'If you have an account, sign in and your last address is filled in.',
  signInLink: 'Sign in',
  fields: {
    email: 'E-mail',
    recipient: 'Recipient',
    phone: 'Phone',
    postcode: 'Postcode',
    address_line1: 'Address',
    address_line2: 'Building, unit',
    delivery_note: 'Note to the courier',
  },
  hints: {
    email: 'We send the order to this address.',
    postcode: 'Five digits. We deliver within Korea.',
    address_line2: 'What is left of the address, such as the unit.',
    delivery_note: 'Optional. For example: leave it at the door.',
  },
  methods: {
    test: { title: 'Card (test payment)', detail: 'You enter the card number on the next page. No money moves.' },
    bank: { title: 'Bank transfer', detail: 'Please pay within {{hours}} hours of ordering.' },
  },
  noMethod: 'There is no way to pay at the moment. Please come back a little later.',
  place: 'Order for {{total}}',
  terms: {
    before: 'By ordering you confirm that you have read the ',
    terms: 'terms',
    between: ' and the ',
    privacy: 'privacy notice',
    after: '. You can send unused perfume back within 7 days of receiving it. ',
    returns: 'Delivery and returns',
  },
  changed: {
    title: 'The order has changed in the meantime. Please check it and click again.',
    price: '{{name}}: {{from}} → {{to}}',
    goods: 'A scent or a quantity is different from when you opened this page.',
    total: 'Total: {{from}} → {{to}}',
  },
  short: 'There is less left of a scent than you put in. You can match the quantities and keep what you typed.',
  notices: {
    declined:
      'The card was declined. No money was taken, and your scents are still in the cart. You can try another card.',
    cancelled: 'You left the payment. No money was taken, and your scents are still in the cart.',
    wait: 'There were very many orders from here. What you typed is kept; please click again in {{minutes}} min.',
    refused:
      'We can’t take this order online at the moment. We have sent the reason by e-mail. If you write to the shop, at the address below, we will look into it.',
    closed: 'The order you sent before is closed. Please check this one and order again.',
  },
  errors: {
    payment_method: 'Please choose how to pay.',
  },
};
