export const mail = {
  order: {
    number: '주문 번호',
    lines: '주문한 향',
    quantity: '{{house}} · {{volume}}ml · {{quantity}}병',
    subtotal: '상품',
    deliveryFee: '배송비',
    free: '무료',
    total: '합계',
    deliverTo: '받는 곳',
    recipient: '받는 분',
    phone: '연락처',
    address: '주소',
    deliveryNote: '배송 메모',
    see: '주문 보기',
    closing:
      '주문하신 분께 보내 드리는 메일이에요. 링크를 가진 사람은 이 주문을 볼 수 있으니 아무에게나 전하지 마세요.',
  },
  orderPlaced: {
    subject: '[Essence Aura] 주문을 받았어요 · {{number}}',
    title: '주문을 받았어요.',
    text: '{{deadline}}까지 아래 계좌로 {{total}}을 보내 주세요. 입금을 확인하면 바로 알려 드려요. 그때까지 입금되지 않으면 주문은 저절로 취소돼요.',
    bankTitle: '입금하실 곳',
    bank: '은행',
    account: '계좌번호',
    holder: '예금주',
    amount: '금액',
    deadline: '기한',
  },
  orderPaid: {
    subject: '[Essence Aura] 결제를 확인했어요 · {{number}}',
    title: '결제를 확인했어요.',
    text: '고맙습니다. 정성껏 싸서 보내 드릴게요. 주문은 아래에서 언제든 볼 수 있어요.',
  },
  newOrder: {
    subject: '[Essence Aura] 새 주문 {{number}} · {{total}}',
    title: '새 주문이 들어왔어요.',
    paid: '결제가 끝났어요. 포장을 시작하세요.',
    awaiting: '무통장입금을 기다리고 있어요. 기한은 {{deadline}}까지예요.',
    buyer: '주문한 분',
    email: '이메일',
    placedAt: '주문한 때',
    payment: '결제 방법',
    methods: { test: '시험 결제', bank: '무통장입금' },
    closing: '가게 주인에게 보내는 메일이에요.',
  },
  latePayment: {
    subject: '[Essence Aura] 닫힌 주문에 돈이 들어왔어요 · {{number}}',
    title: '닫힌 주문에 돈이 들어왔어요.',
    text: '주문이 닫힌 뒤에 {{total}}이 들어왔어요. 향은 이미 재고로 돌아갔어요. 다시 보낼 수 있는지 확인하고, 아니면 돌려 드리세요.',
  },
  passwordReset: {
    subject: '[Essence Aura] 비밀번호를 새로 정해 주세요',
    title: '비밀번호를 새로 정해 주세요.',
    text: '아래 링크에서 새 비밀번호를 정할 수 있어요. 링크는 {{minutes}}분 동안 한 번만 쓸 수 있어요.',
    action: '비밀번호 새로 정하기',
    closing: '요청한 적이 없다면 이 메일을 지우세요. 비밀번호는 그대로예요.',
  },
  staffLink: {
    invite: {
      subject: '[Essence Aura] 데스크에 초대받았어요',
      title: '데스크에 초대받았어요.',
      text: '{{by}} 님이 가게의 데스크를 함께 쓰자고 해요. 아래 링크에서 비밀번호를 정하고 인증 앱을 연결하세요. 링크는 {{until}}까지 한 번만 쓸 수 있어요.',
    },
    renewal: {
      subject: '[Essence Aura] 데스크에 들어올 새 링크예요',
      title: '데스크에 들어올 새 링크예요.',
      text: '{{by}} 님이 새 링크를 만들었어요. 아래 링크에서 비밀번호를 새로 정하고 인증 앱을 다시 연결하세요. 링크는 {{until}}까지 한 번만 쓸 수 있고, 쓰고 나면 예전 비밀번호와 인증 앱은 쓸 수 없어요.',
    },
    action: '데스크에 들어가기',
    closing:
      '링크를 가진 사람은 데스크에 들어올 수 있으니 아무에게나 전하지 마세요. 모르는 일이라면 가게 주인에게 알려 주세요.',
  },
  staffWarning: {
    'recovery-code': {
      subject: '[Essence Aura] 복구 코드를 썼어요',
      title: '데스크에서 복구 코드를 썼어요.',
      text: '{{at}}에 누군가 비밀번호와 복구 코드로 데스크에 들어왔어요.',
    },
    'new-link': {
      subject: '[Essence Aura] 데스크에 들어올 새 링크가 만들어졌어요',
      title: '새 링크가 만들어졌어요.',
      text: '{{at}}에 서버에서 이 주소로 데스크에 들어올 새 링크를 만들었어요. 모든 기기에서 로그아웃됐고, 링크를 쓰면 비밀번호와 인증 앱이 새로 정해져요.',
    },
    whatToDo:
      '직접 한 일이면 아무것도 하지 않아도 돼요. 모르는 일이라면 바로 데스크에서 비밀번호를 바꾸고 다른 기기를 모두 로그아웃하세요. 들어올 수 없다면 서버에서 npm run owner를 실행하세요.',
    closing: '데스크를 쓰는 분께 보내 드리는 메일이에요.',
  },
};
