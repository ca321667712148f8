export const orders = {
  pageTitle: 'Order {{number}}',
  number: 'Order number',
  state: 'State',
  placedAt: 'Ordered',
  method: 'Payment',
  email: 'E-mail',
  recipient: 'Recipient',
  phone: 'Phone',
  address: 'Address',
  deliveryNote: 'Note to the courier',
  arrival: 'Should arrive',
  lines: 'What you ordered',
  facts: 'About the order',
  deliverTo: 'Where it goes',
  parcel: {
    title: 'Parcel',
    carrier: 'Carrier',
    tracking: 'Tracking number',
    track: 'Track it',
    shippedAt: 'Sent',
  },
  refunded: 'Paid back',
  methods: { test: 'Card (test payment)', bank: 'Bank transfer' },
  states: {
    awaitingTransfer: {
      title: 'We have your order',
      lead: 'Please transfer the amount to the account below by {{dueAt}}. We also mail this to {{email}}; should no mail come, all of it is on this page.',
    },
    awaitingCard: {
      title: 'The payment is left to do',
      lead: 'Pay by {{dueAt}} to complete the order. We keep the bottles for you until then.',
    },
    due: {
      title: 'The time to pay is over',
      lead: 'The order closes in a moment. If you have paid already, we will write as soon as we see it.',
    },
    mismatch: {
      title: 'We are checking the amount',
      lead: 'What arrived differs from the order, so a person is looking at it. We will write to you soon.',
    },
    paid: {
      title: 'Thank you. Your order is complete',
      lead: 'We pack it with care and send it soon. The order is in your mailbox too, at {{email}}.',
    },
    shipped: {
      title: 'Your order is on its way',
      lead: 'It is on its way. When it should arrive stands below.',
    },
    ready: {
      title: 'Your order is ready',
      lead: 'It is wrapped and waits for you at the shop.',
    },
    delivered: {
      title: 'Your order has arrived',
      lead: 'We hope you like it. Ask us anything at any time.',
    },
    cancelledByShop: {
      title: 'The order is cancelled',
      lead: 'If you have a question, you find how to reach the shop below.',
    },
    refundDue: {
      title: 'The order is cancelled',
      lead: 'You get your money back soon, and a mail when it is on its way.',
    },
    refundedAll: {
      title: 'The order is cancelled and paid back',
      lead: 'It can take a few days until your bank or card shows it.',
    },
    declined: {
      title: 'The payment was declined',
      lead: 'No money was taken. Your scents are back in the cart.',
    },
    cancelled: {
      title: 'The order is cancelled',
      lead: 'Your scents are back in the cart.',
    },
    expired: {
      title: 'The order is closed',
      lead: 'It was not paid by {{dueAt}}, so the bottles are on sale again. You can put the same scents into the cart and order anew.',
    },
    late: {
      title: 'Your payment came after the order was closed',
      lead: 'We will write to {{email}} soon about what to do. The money is safe.',
    },
  },
  /** Where no e-mail is known. */
  withoutEmail: {
    awaitingTransfer: 'Please transfer the amount to the account below by {{dueAt}}.',
    paid: 'We pack it with care and send it soon.',
    late: 'We will be in touch soon about what to do. The money is safe.',
  },
  transfer: {
    title: 'Where to transfer it',
    bank: 'Bank',
    account: 'Account',
    holder: 'Holder',
    amount: 'Amount',
    dueAt: 'By',
    note: 'If the sender’s name is not the recipient’s, please add the order number.',
  },
  pay: 'Pay now',
  change: 'Change the order',
  cancel: 'Cancel the order',
  again: 'Put them into the cart again',
  until: 'by {{dueAt}}',
  waiting: {
    title: 'An order waits for your payment',
    card: 'Please pay by {{dueAt}}.',
    bank: 'Please transfer it by {{dueAt}}.',
    checked: 'We are checking the amount that came in.',
    transfer: 'See the account',
  },
  ask: {
    cancel: { title: 'Cancel the order?', lead: 'Your scents go back into the cart.' },
    change: {
      title: 'Change the order?',
      lead: 'We cancel this order and put your scents back into the cart. Change them there and order anew.',
    },
    written: 'The bottles we keep for you go back on sale.',
    sent: 'If you have sent the money already, leave the order as it is. We will tell you as soon as we see it.',
    short: 'Somebody else may order them first meanwhile.',
    keep: 'Leave it as it is',
  },
  toPerfumes: 'See more perfumes',
  toOrders: 'See my orders',
  list: {
    title: 'My orders',
    empty: { title: 'No orders yet', text: 'Once you order, you find it here.', action: 'See the perfumes' },
    goods: 'Scents',
    total: 'Total',
    andMore: '{{name}} and {{others}} more',
  },
};
