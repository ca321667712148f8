export const checkout = {
  title: '주문하기',
  contact: '연락처',
  delivery: '받는 곳',
  payment: '결제 방법',
  summary: '주문할 향',
  toCart: '장바구니로 돌아가기',
  signIn: '회원이라면 로그인해 주세요. 지난 주소를 다시 적지 않아도 돼요.',
  signInLink: '로그인',
  fields: {
    email: '이메일',
    recipient: '받는 분',
    phone: '휴대전화',
    postcode: '우편번호',
    address_line1: '주소',
    address_line2: '상세 주소',
    delivery_note: '배송 메모',
  },
  hints: {
    email: '주문 내용을 이 주소로 보내요.',
    postcode: '다섯 자리 숫자예요.',
    address_line2: '동, 호수처럼 나머지를 적어 주세요.',
    delivery_note: '적지 않아도 돼요. 예: 문 앞에 놓아 주세요.',
  },
  methods: {
    test: { title: '카드 (시험 결제)', detail: '다음 화면에서 카드 번호를 적어요. 돈은 나가지 않아요.' },
    bank: { title: '무통장입금', detail: '주문한 뒤 {{hours}}시간 안에 입금해 주세요.' },
  },
  noMethod: '지금은 받을 수 있는 결제 방법이 없어요. 조금 뒤에 다시 와 주세요.',
  place: '{{total}} 주문하기',
  terms: {
    before: '주문하기를 누르면 ',
    terms: '이용약관',
    between: '과 ',
    privacy: '개인정보 처리방침',
    after: '을 확인하고 주문한 것으로 알게요. 받은 날부터 7일 안에는 쓰지 않은 향수를 돌려보낼 수 있어요. ',
    returns: '배송과 반품 보기',
  },
  changed: {
    title: '그사이 주문 내용이 바뀌었어요. 확인하고 다시 눌러 주세요.',
    price: '{{name}}: {{from}} → {{to}}',
    goods: '담은 향이나 수량이 이 화면을 연 뒤에 달라졌어요.',
    total: '합계: {{from}} → {{to}}',
  },
  short: '담은 만큼 남아 있지 않은 향이 있어요. 적은 내용은 그대로 두고 수량만 맞출 수 있어요.',
  notices: {
    declined:
      '카드사가 결제를 승인하지 않았어요. 돈은 나가지 않았고, 담은 향은 그대로예요. 다른 카드로 다시 해 보세요.',
    cancelled: '결제를 그만뒀어요. 돈은 나가지 않았고, 담은 향은 그대로예요.',
    wait: '주문이 너무 잦았어요. 적은 내용은 그대로 두었으니 {{minutes}}분 뒤에 다시 눌러 주세요.',
    refused:
      '이 주문은 지금 온라인으로 받을 수 없어요. 까닭은 이메일로 보내 드렸어요. 아래에 적힌 가게 이메일로 알려 주시면 살펴볼게요.',
    closed: '앞서 낸 주문은 닫혔어요. 내용을 확인하고 다시 주문해 주세요.',
  },
  errors: {
    payment_method: '결제 방법을 골라 주세요.',
  },
};
