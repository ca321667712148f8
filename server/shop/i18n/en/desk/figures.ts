export const deskFigures = { title: 'Figures' };
