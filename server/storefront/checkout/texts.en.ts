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
    depositor: 'Sender’s name',
  },
  hints: {
    email: 'We send the order to this address.',
    postcode: 'Five digits. We deliver within Korea.',
    address_line2: 'What is left of the address, such as the unit.',
    delivery_note: 'Optional. For example: leave it at the door.',
    depositor: 'As your bank will show it. Left empty, we look for the recipient’s name.',
  },
  methods: {
    test: { title: 'Card (test payment)', detail: 'You enter the card number on the next page. No money moves.' },
    bank: {
      title: 'Bank transfer',
      detail: 'Please pay within {{hours}} hours of ordering.',
      shortDetail: 'Please pay within {{hours}} hours of ordering. The time is short because few bottles are left.',
    },
  },
  /** Ways to pay that can't be chosen now, and why. */
  refused: {
    bank: {
      'guest-bottles': 'Without an account, an order by bank transfer is for up to {{most}} bottles.',
      share: 'Few bottles of {{name}} are left: by bank transfer you can order up to {{room}}.',
      'no-share': 'Few bottles of {{name}} are left, so it can’t be ordered by bank transfer at the moment.',
      person:
        'From this browser or e-mail {{most}} orders still wait for their transfer. Once they are paid or cancelled you can choose this again.',
      address:
        'Many orders from your internet connection still wait for their transfer, so we can’t take another one at the moment.',
    },
    card: {
      person: 'You have {{most}} orders whose payment was not finished. Please pay or cancel them, then order again.',
      address: 'Many payments from your internet connection are under way. Please try again in half an hour.',
    },
  },
  help: {
    signIn: 'Signed in, you can order more by bank transfer.',
    orders: 'Orders that wait for payment:',
    contact: 'If you need another way to pay, please get in touch with the shop:',
  },
  protection: 'What you pay before you have the goods is kept safe by:',
  noWay: 'There is no way to pay for these goods at the moment. The reason stands below each way to pay.',
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
    delivery: 'Delivery: {{from}} → {{to}}. {{why}}',
    arrival: 'Arrival: by {{from}} → by {{to}}',
    total: 'Total: {{from}} → {{to}}',
    hours: 'Time to pay: {{from}} hours → {{to}} hours. Fewer bottles are left by now.',
  },
  areaFee: 'This includes {{fee}} more for {{area}}.',
  short: 'Not everything can be ordered as you put it in. You can match the quantities and keep what you typed.',
  notices: {
    declined:
      'The card was declined. No money was taken, and your scents are still in the cart. You can try another card.',
    cancelled: 'You left the payment. No money was taken, and your scents are still in the cart.',
    wait: 'There were very many orders from here. What you typed is kept; please click again in {{minutes}} min.',
    refused:
      'We can’t take this order online at the moment. We have sent the reason by e-mail. If you write to the shop, at the address below, we will look into it.',
    closed: 'The order you sent before is closed. Please check this one and order again.',
    ended:
      'This page was open for so long that your cart had to be made anew. Nothing has been ordered yet, and what you typed is kept: please check it and click once more.',
    elsewhere:
      'You signed in or out, or began another cart, in another tab, so nothing has been ordered yet. What you typed is kept: please check it and click once more.',
  },
  errors: {
    payment_method: 'Please choose how to pay.',
  },
};
