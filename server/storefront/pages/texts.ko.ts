/** Headings; the texts themselves are in views/pages/ko. */
export const pages = {
  terms: {
    title: '이용약관',
    description: 'Essence Aura에서 향수를 살 때 서로 지키는 것을 적었어요.',
    lead: '사고파는 사이에 서로 지키는 것을 적었어요.',
  },
  privacy: {
    title: '개인정보 처리방침',
    description: 'Essence Aura가 무엇을 왜 받고, 언제 지우는지 적었어요.',
    lead: '무엇을 왜 받고, 언제 지우는지 적었어요.',
  },
  delivery: {
    title: '배송과 반품',
    description: '배송비와 보내는 날, 돌려보내는 방법과 환불을 적었어요.',
    lead: '언제 오는지, 마음이 바뀌면 어떻게 하는지 적었어요.',
  },
} as const;
