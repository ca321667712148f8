export const signInLetters = {
  unknownBrowser: 'Unknown browser',
  facts: { title: 'When and where', at: 'When', browser: 'Browser', address: 'IP address' },
  storefront: {
    password: {
      subject: '[Essence Aura] Your password has been changed',
      title: 'Your password has been changed.',
      text: 'The password of the account with this e-mail has been changed. All other devices have been signed out.',
    },
    guesses: {
      subject: '[Essence Aura] Many wrong passwords for your account',
      title: 'Somebody keeps trying wrong passwords.',
      text: 'Wrong passwords for your account keep coming from several places, so for a day nobody can sign in from a place we don’t know. Browsers you have signed in with before work as always. To sign in with a new one, open the link below in that browser. The link alone signs nobody in: it still takes your password.',
      action: 'Sign in with this browser',
    },
    whatToDo: 'If it was you, there is nothing to do. If not, choose a new password now.',
    action: 'Choose a new password',
    closing: 'This mail is sent to keep your account safe.',
  },
  desk: {
    password: {
      subject: '[Essence Aura] Your password for the desk has been changed',
      title: 'Your password for the desk has been changed.',
      text: 'The password you enter the desk with has been changed. All other devices have been signed out.',
    },
    'second-factor': {
      subject: '[Essence Aura] Your authenticator app has been changed',
      title: 'Your authenticator app has been changed.',
      text: 'Another authenticator app is used for the desk now. Codes of the old one no longer work, and all other devices have been signed out.',
    },
    'recovery-codes': {
      subject: '[Essence Aura] New recovery codes were made',
      title: 'New recovery codes were made.',
      text: 'New recovery codes for the desk were made. None of the old ones works any more.',
    },
    'recovery-code': {
      subject: '[Essence Aura] A recovery code was used',
      title: 'A recovery code was used at the desk.',
      text: 'Somebody used one of your recovery codes at the desk.',
    },
    'new-link': {
      subject: '[Essence Aura] A new link to the desk was made',
      title: 'A new link was made.',
      text: 'A new link to the desk was made for this address on the server. You have been signed out everywhere, and whoever uses the link chooses a new password and authenticator.',
    },
    'set-up': {
      subject: '[Essence Aura] Your way into the desk has been set up anew',
      title: 'Password and authenticator have been set up anew.',
      text: 'Your password, authenticator app and recovery codes for the desk were replaced with a one-time link. The old ones no longer work, and all other devices have been signed out.',
    },
    'new-place': {
      subject: '[Essence Aura] The desk was entered from a new place',
      title: 'The desk was entered from a new place.',
      text: 'Password and code were right, but you have not used this browser or address before.',
    },
    'wrong-codes': {
      subject: '[Essence Aura] Right password, but many wrong codes',
      title: 'Somebody may know your password.',
      text: 'At the desk your password was right, and then wrong codes were tried again and again. If that was not you, somebody knows your password.',
    },
    guesses: {
      subject: '[Essence Aura] Many wrong passwords for the desk',
      title: 'Somebody keeps trying wrong passwords for the desk.',
      text: 'Wrong passwords keep coming from several places, so for a day nobody can enter with your e-mail from a place we don’t know. Browsers you have entered with before work as always. To enter with a new one, open the link below in that browser. The link alone lets nobody in: it still takes your password and a code.',
      action: 'Enter with this browser',
    },
    whatToDo:
      'If it was you, there is nothing to do. If not, change your password at the desk now and sign out everywhere else. If you can no longer sign in, run npm run owner on the server.',
    closing: 'This goes to the people who use the desk.',
  },
};
