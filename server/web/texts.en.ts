export const layout = {
  skip: 'Skip to content',
  close: 'Close',
  backHome: 'Back to the start',
  openAgain: 'Open the page again',
  requestNumber: 'Request number',
  formProblems: 'A few things need a second look.',
  pauseTitle: 'Days we are closed',
  previewTitle: 'Preview',
  preview: 'This is a preview. Nothing is sold yet.',
  mainNavigation: 'Browse',
  moreNavigation: 'More',
  tools: 'Language, account, cart',
  perfumes: 'Perfumes',
  houses: 'Houses',
  delivery: 'Delivery',
  lookup: 'Find an order',
  account: 'Account',
  cart: 'Cart',
  terms: 'Terms',
  privacy: 'Privacy',
  closing: 'Scent is light you cannot see.',
  seller: {
    company: 'Company',
    owner: 'Owner',
    businessNumber: 'Business number',
    mailOrderNumber: 'Mail-order number',
    address: 'Address',
    phone: 'Phone',
    email: 'E-mail',
    protection: 'Purchase protection',
  },
};

export const sessions = {
  title: 'Where you are signed in',
  unknownBrowser: 'Unknown browser',
  thisOne: 'this browser',
  since: 'signed in {{time}}',
  seen: 'last seen {{time}}',
  end: 'Sign out',
  endOthers: 'Sign out everywhere but here',
  onlyHere: 'You are signed in nowhere else.',
  ended: 'Signed out there.',
  othersEnded: 'Signed out everywhere but here.',
};

/** When a form that was sent too often may be sent again. */
export const wait = {
  minutes: 'That was tried too often. Try again in {{minutes}} min.',
  hours: 'That was tried too often. Try again in {{hours}} h.',
  guessed:
    'Wrong passwords for this e-mail keep coming from several places, so nobody can sign in from a new place for {{hours}} h. Use a browser you have signed in with before, or open the link we have mailed to you in this one.',
};

export const errors = {
  'not-found': { title: 'There is no such page', text: 'Its address has changed, or it never was.' },
  internal: {
    title: 'Something broke on our side',
    text: 'Please try again in a moment. If it goes on, tell us the request number.',
  },
  forbidden: { title: 'This is not yours to do', text: 'Another role does this. Ask the owner if you need it.' },
  'cross-site': {
    title: 'This request was not accepted',
    text: 'We only take requests from the shop’s own pages. Open the page again and retry.',
  },
  'stale-form': {
    title: 'This page is out of date',
    text: 'It was opened long ago, or you have signed in or out in another tab since. Nothing was changed: please open the page again and retry.',
  },
  'bad-request': { title: 'We could not read this request', text: 'Check what you entered and try again.' },
  'too-large': { title: 'That is too much at once', text: 'Shorten it and try again.' },
  'too-many-requests': { title: 'Too many requests', text: 'Please try again in a little while.' },
};
