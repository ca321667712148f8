export const deskSettings = { title: '설정' };
