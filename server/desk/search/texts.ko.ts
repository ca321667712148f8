export const deskSearch = {
  title: '찾기',
  all: '주문, 상품, 고객 찾기',
  goods: '주문, 상품 찾기',
  find: '찾기',
  hint: '주문 번호, 이름, 전화번호 뒷자리, 운송장 번호, 상품 이름이나 SKU의 일부를 적어 주세요.',
  nothing: '찾은 것이 없어요.',
  more: '모두 보기',
  stock: '재고 {{count}}',
  change: '{{name}} {{volume}} 값과 재고 고치기',
} as const;
