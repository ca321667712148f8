export const layout = {
  skip: '본문으로 건너뛰기',
  close: '닫기',
  backHome: '처음으로',
  openAgain: '페이지 다시 열기',
  requestNumber: '요청 번호',
  formProblems: '확인이 필요한 곳이 있어요.',
  pauseTitle: '쉬는 날 안내',
  previewTitle: '미리 보기',
  preview: '미리 보기예요. 아직 아무것도 팔지 않아요.',
  mainNavigation: '둘러보기',
  moreNavigation: '안내',
  tools: '언어, 계정, 장바구니',
  perfumes: '향수',
  houses: '하우스',
  delivery: '배송·반품',
  lookup: '주문 조회',
  account: '계정',
  cart: '장바구니',
  terms: '이용약관',
  privacy: '개인정보 처리방침',
  closing: '향은 보이지 않는 빛입니다.',
  seller: {
    company: '상호',
    owner: '대표',
    businessNumber: '사업자등록번호',
    mailOrderNumber: '통신판매업 신고번호',
    address: '주소',
    phone: '전화',
    email: '이메일',
    protection: '구매안전서비스',
  },
} as const;

export const sessions = {
  title: '로그인된 곳',
  unknownBrowser: '알 수 없는 브라우저',
  thisOne: '지금 여기',
  since: '{{time}}에 로그인',
  seen: '마지막 사용 {{time}}',
  end: '로그아웃시키기',
  endOthers: '다른 곳에서 모두 로그아웃하기',
  onlyHere: '다른 곳에는 로그인되어 있지 않아요.',
  ended: '로그아웃시켰어요.',
  othersEnded: '여기 말고는 모두 로그아웃시켰어요.',
} as const;

/** When a form that was sent too often may be sent again. */
export const wait = {
  minutes: '시도가 너무 많았어요. {{minutes}}분 뒤에 다시 해 주세요.',
  hours: '시도가 너무 많았어요. {{hours}}시간 뒤에 다시 해 주세요.',
  guessed:
    '여러 곳에서 이 이메일의 비밀번호를 계속 틀려서, 처음 보는 곳에서는 {{hours}}시간 동안 로그인할 수 없어요. 전에 로그인했던 브라우저를 쓰거나, 메일로 보내 드린 링크를 이 브라우저에서 열어 주세요.',
} as const;

export const errors = {
  'not-found': { title: '찾는 페이지가 없어요', text: '주소가 바뀌었거나 없는 페이지예요.' },
  internal: {
    title: '잠시 문제가 생겼어요',
    text: '조금 뒤에 다시 시도해 주세요. 계속되면 요청 번호와 함께 알려 주세요.',
  },
  forbidden: { title: '권한이 없어요', text: '이 일은 다른 역할이 맡아요. 필요하면 주인에게 물어보세요.' },
  'cross-site': {
    title: '요청을 받지 않았어요',
    text: '이 가게의 페이지에서 보낸 요청만 받아요. 페이지를 다시 열고 시도해 주세요.',
  },
  'stale-form': {
    title: '페이지가 오래되었어요',
    text: '연 지 오래되었거나, 다른 탭에서 로그인 상태가 바뀐 페이지예요. 아무것도 바뀌지 않았으니 페이지를 다시 열고 해 주세요.',
  },
  'bad-request': { title: '요청을 이해하지 못했어요', text: '입력한 내용을 확인하고 다시 시도해 주세요.' },
  'too-large': { title: '보낸 내용이 너무 커요', text: '내용을 줄여 다시 시도해 주세요.' },
  'too-many-requests': { title: '요청이 너무 많아요', text: '잠시 뒤에 다시 시도해 주세요.' },
} as const;
