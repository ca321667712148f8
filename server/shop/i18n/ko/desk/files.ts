export const deskFiles = { title: '파일' };
