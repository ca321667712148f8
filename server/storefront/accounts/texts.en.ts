export const accounts = {
  fields: {
    name: 'Name',
    email: 'E-mail',
    password: 'Password',
    newPassword: 'New password',
    currentPassword: 'Current password',
    passwordHint: 'At least 8 characters. Longer is safer.',
  },
  login: {
    title: 'Sign in',
    lead: 'See your orders, and go on with the scents you kept.',
    submit: 'Sign in',
    forgot: 'I forgot my password',
    register: 'I am new here',
    notices: {
      'password-changed': 'Your password is changed. Sign in with the new one.',
      ended: 'You are no longer signed in. Sign in again, and go on with what you were doing.',
      'order-kept':
        'You are no longer signed in, so nothing has been ordered yet. Sign in again: what you typed is kept for the order.',
    },
  },
  register: {
    title: 'Register',
    lead: 'An e-mail and a password will do. You can also order without an account.',
    submit: 'Register',
    login: 'I have an account',
    agree: 'You must be 14 or older, and by registering you agree to',
  },
  forgot: {
    title: 'Forgotten password',
    lead: 'Enter the e-mail you registered with. We will send you a link to choose a new password.',
    submit: 'Send the link',
    login: 'Back to sign in',
    sentTitle: 'Check your mail',
    sent: 'If this address has an account, a mail arrives within minutes. Its link works once, for 30 minutes.',
    sentHint:
      'If you were sent one a moment ago, use its link. Nothing there? Check the spam folder, or think of another address you may have used.',
    again: 'Send it again',
  },
  reset: {
    title: 'New password',
    lead: 'Choose a new password for {{email}}. You will be signed out everywhere else.',
    submit: 'Change password',
    closedTitle: 'This link no longer works',
    closed: 'It was used already, or is older than 30 minutes. Ask for a new one.',
    again: 'Get a new link',
  },
  account: {
    title: 'Your account',
    greeting: 'Welcome, {{name}}.',
    orders: 'See your orders',
    password: 'Change password',
    logout: 'Sign out',
    passwordChanged: 'Your password is changed. Other devices are signed out.',
  },
  password: {
    title: 'Change password',
    lead: 'You will be signed out on all other devices.',
    submit: 'Change it',
    back: 'Back to your account',
  },
  errors: {
    'email-misspelt': 'Did you mean {{domain}}? Correct it, or send it again as it is.',
    blocked:
      'You can’t sign in to this account at the moment. Please write to the shop, at the address below, and we will look into it.',
    'register-refused':
      'We can’t make an account with these details. If you have one already, sign in or choose a new password.',
  },
};
