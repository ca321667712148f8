export const layout = {
  skip: 'Skip to content',
  close: 'Close',
  backHome: 'Back to the start',
  requestNumber: 'Request number',
  required: 'required',
  formProblems: 'A few things need a second look.',
};
