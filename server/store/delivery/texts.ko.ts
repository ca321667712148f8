export const deliveryWords = {
  arrives: '{{day}} {{hour}}까지 결제하면 {{days}} 도착 예정이에요.',
  arrivesToday: '오늘 {{hour}}까지 결제하면 {{days}} 도착 예정이에요.',
  /** 제주와 섬 지역의 추가 배송비. */
  far: {
    charged: '제주·도서산간은 배송비가 {{fees}} 더 들어요.',
    free: '무료 배송이 아니면 제주·도서산간은 배송비가 {{fees}} 더 들어요.',
  },
  pause: '{{days}}에는 쉬어요. 그동안 들어온 주문은 {{back}}부터 보내요.',
} as const;
