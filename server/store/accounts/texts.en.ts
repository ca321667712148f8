export const accountLetters = {
  passwordReset: {
    subject: '[Essence Aura] Choose a new password',
    title: 'Choose a new password.',
    text: 'The link below lets you choose a new password. It works once, for {{minutes}} minutes.',
    action: 'Choose a new password',
    closing: 'If you did not ask for this, delete this mail. Your password stays as it is.',
  },
};
