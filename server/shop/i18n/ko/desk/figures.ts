export const deskFigures = { title: '매출' };
