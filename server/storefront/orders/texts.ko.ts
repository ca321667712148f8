export const orders = {
  pageTitle: '주문 {{number}}',
  number: '주문 번호',
  state: '상태',
  placedAt: '주문한 날',
  method: '결제 방법',
  email: '이메일',
  recipient: '받는 분',
  phone: '전화',
  address: '주소',
  deliveryNote: '배송 메모',
  arrival: '도착 예정',
  lines: '주문한 향',
  facts: '주문 정보',
  deliverTo: '받는 곳',
  parcel: { title: '배송', carrier: '택배사', tracking: '운송장 번호', track: '배송 조회', shippedAt: '보낸 날' },
  refunded: '돌려 드린 금액',
  methods: { test: '카드 (시험 결제)', bank: '무통장입금' },
  states: {
    awaitingTransfer: {
      title: '주문을 받았어요',
      lead: '아래 계좌로 {{dueAt}}까지 입금해 주세요. 같은 내용을 {{email}}으로도 보내요. 메일이 오지 않아도 이 화면에서 모두 볼 수 있어요.',
    },
    awaitingCard: {
      title: '결제가 남았어요',
      lead: '{{dueAt}}까지 결제하면 주문이 완료돼요. 그때까지 향수를 따로 맡아 둘게요.',
    },
    due: {
      title: '결제할 시간이 지났어요',
      lead: '곧 주문이 닫혀요. 이미 돈을 냈다면 확인하는 대로 메일을 보낼게요.',
    },
    mismatch: {
      title: '금액을 확인하고 있어요',
      lead: '들어온 금액이 주문과 달라서 직접 확인하고 있어요. 곧 메일로 알려 드릴게요.',
    },
    paid: {
      title: '고마워요. 주문이 완료됐어요',
      lead: '곧 정성껏 싸서 보낼게요. 주문 내용은 {{email}}으로도 보냈어요.',
    },
    shipped: {
      title: '향수를 보냈어요',
      lead: '택배가 가고 있어요. 도착 예정일은 아래에 있어요.',
    },
    ready: {
      title: '향수가 준비됐어요',
      lead: '찾으러 오시면 바로 드릴 수 있게 싸 두었어요.',
    },
    delivered: {
      title: '향수가 도착했어요',
      lead: '마음에 들면 좋겠어요. 궁금한 점은 언제든 물어봐 주세요.',
    },
    cancelledByShop: {
      title: '주문을 취소했어요',
      lead: '궁금한 점은 아래에 적힌 가게 연락처로 물어봐 주세요.',
    },
    refundDue: {
      title: '주문을 취소했어요',
      lead: '낸 돈은 곧 돌려 드릴게요. 돌려 드리면 메일로 알려 드려요.',
    },
    refundedAll: {
      title: '주문을 취소하고 돈을 돌려 드렸어요',
      lead: '통장이나 카드 내역에 보이기까지 며칠 걸릴 수 있어요.',
    },
    declined: {
      title: '결제가 승인되지 않았어요',
      lead: '돈은 나가지 않았어요. 담았던 향은 장바구니에 다시 넣어 두었어요.',
    },
    cancelled: {
      title: '주문을 취소했어요',
      lead: '담았던 향은 장바구니에 다시 넣어 두었어요.',
    },
    expired: {
      title: '시간이 지나 주문이 닫혔어요',
      lead: '{{dueAt}}까지 결제되지 않아서 향수를 다시 내놓았어요. 같은 향을 다시 담아 새로 주문할 수 있어요.',
    },
    late: {
      title: '주문이 닫힌 뒤에 결제가 들어왔어요',
      lead: '어떻게 할지 {{email}}으로 곧 연락할게요. 돈은 안전해요.',
    },
  },
  /** Where no e-mail is known. */
  withoutEmail: {
    awaitingTransfer: '아래 계좌로 {{dueAt}}까지 입금해 주세요.',
    paid: '곧 정성껏 싸서 보낼게요.',
    late: '어떻게 할지 곧 연락할게요. 돈은 안전해요.',
  },
  transfer: {
    title: '입금할 곳',
    bank: '은행',
    account: '계좌 번호',
    holder: '예금주',
    amount: '금액',
    dueAt: '기한',
    note: '보내는 분 이름이 받는 분과 다르면 주문 번호를 함께 적어 주세요.',
  },
  pay: '결제하기',
  change: '주문 바꾸기',
  cancel: '주문 취소하기',
  again: '같은 향 다시 담기',
  until: '{{dueAt}}까지',
  waiting: {
    title: '결제를 기다리는 주문이 있어요',
    card: '{{dueAt}}까지 결제해 주세요.',
    bank: '{{dueAt}}까지 입금해 주세요.',
    checked: '들어온 금액을 확인하고 있어요.',
    transfer: '입금 계좌 보기',
  },
  ask: {
    cancel: { title: '주문을 취소할까요?', lead: '취소하면 담았던 향은 장바구니로 돌아가요.' },
    change: {
      title: '주문을 바꿀까요?',
      lead: '지금 주문은 취소하고, 담았던 향을 장바구니로 되돌려요. 고친 뒤에 다시 주문해 주세요.',
    },
    written: '취소하면 맡아 둔 향수를 다시 내놓아요.',
    sent: '이미 입금했다면 그대로 두세요. 입금을 확인하는 대로 알려 드릴게요.',
    short: '그사이 다른 분이 먼저 주문할 수도 있어요.',
    keep: '그대로 두기',
  },
  toPerfumes: '향수 더 보기',
  toOrders: '내 주문 보기',
  list: {
    title: '내 주문',
    empty: { title: '아직 주문이 없어요', text: '주문하면 여기에서 다시 볼 수 있어요.', action: '향수 보기' },
    goods: '향',
    total: '금액',
    andMore: '{{name}} 외 {{others}}가지',
  },
} as const;
