export const deskToday = { title: '오늘' };
