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
    text: '다른 탭에서 로그인 상태가 바뀌었어요. 페이지를 새로 열고 다시 시도해 주세요.',
  },
  'bad-request': { title: '요청을 이해하지 못했어요', text: '입력한 내용을 확인하고 다시 시도해 주세요.' },
  'too-large': { title: '보낸 내용이 너무 커요', text: '내용을 줄여 다시 시도해 주세요.' },
  'too-many-requests': { title: '요청이 너무 많아요', text: '잠시 뒤에 다시 시도해 주세요.' },
};
