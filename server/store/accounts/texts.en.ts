/** What is wrong with what somebody signs in or registers with, at the storefront and at the desk. */
export const accountWords = {
  errors: {
    'name-empty': 'Enter your name.',
    'name-long': 'A name can have up to 80 characters.',
    'name-invalid': 'The name has a character that can’t be used.',
    'name-link': 'A name can’t hold a web or e-mail address.',
    'email-empty': 'Enter your e-mail.',
    'email-invalid': 'Check the e-mail address.',
    'password-empty': 'Enter your password.',
    'password-short': 'A password needs at least {{least}} characters.',
    'password-long': 'A password can have up to 200 characters.',
    'password-common': 'Too many people use this password. Choose another.',
    'password-like-you': 'The password can’t be your e-mail, your name or the shop’s.',
    'current-wrong': 'The current password is not right.',
    'sign-in-refused': 'The e-mail or the password is not right.',
  },
};

export const accountLetters = {
  passwordReset: {
    subject: '[Essence Aura] Choose a new password',
    title: 'Choose a new password.',
    text: 'The link below lets you choose a new password. It works once, for {{minutes}} minutes.',
    askedOften:
      'Links for this e-mail have been asked for several times today. So this one works once, for {{hours}} hours, and we send no more for a while.',
    action: 'Choose a new password',
    closing: 'If you did not ask for this, delete this mail. Your password stays as it is.',
    closingOften:
      'If you did not ask for this, somebody mistyped an e-mail or is playing a trick. Your password stays as it is. If you may want a new password soon, keep this mail.',
  },
  blocked: {
    subject: '[Essence Aura] We could not take the order',
    title: 'We could not take the order.',
    text: 'At the moment this e-mail can’t be used to order, register or sign in. Please write to the shop, and we will look into it.',
    closing: 'You get this because somebody tried to order with this e-mail. If it was not you, you can delete it.',
  },
};
