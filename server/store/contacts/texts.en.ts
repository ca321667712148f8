export const contacts = {
  errors: {
    email: 'Please check the e-mail address. Example: haneul@example.com',
    recipient: 'Please enter the name of the recipient.',
    phone: 'Please check the phone number: a Korean one, such as 010-1234-5678.',
    postcode: 'A postcode has five digits.',
    address_line1: 'Please enter the address.',
    address_line2: 'Please enter this again.',
    delivery_note: 'Please enter this again.',
    depositor: 'Please enter the sender’s name again.',
    characters: 'There is a line break or an invisible character in here. Please take it out.',
    link: 'This looks like a web or e-mail address, which can’t stand here. If it is none, please put a space after the dot.',
    long: 'Up to {{most}} characters, please.',
    misspelt: 'Did you mean {{domain}}? Please correct it, or send it again as it is.',
  },
};
