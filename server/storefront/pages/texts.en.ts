/** Headings; the texts themselves are in views/pages/en. */
export const pages = {
  terms: {
    title: 'Terms',
    description: 'What you and Essence Aura promise each other when you buy a perfume.',
    lead: 'What buyer and seller promise each other here.',
  },
  privacy: {
    title: 'Privacy',
    description: 'What Essence Aura asks for, why, and when it is deleted.',
    lead: 'What we ask for, why, and when we delete it.',
  },
  delivery: {
    title: 'Delivery and returns',
    description: 'What delivery costs, when your parcel leaves, and how to send it back.',
    lead: 'When it comes, and what to do if you change your mind.',
  },
};
