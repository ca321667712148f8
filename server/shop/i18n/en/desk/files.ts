export const deskFiles = { title: 'Files' };
