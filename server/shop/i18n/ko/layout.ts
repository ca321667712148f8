export const layout = {
  skip: '본문으로 건너뛰기',
  close: '닫기',
  backHome: '처음으로',
  requestNumber: '요청 번호',
  required: '필수',
  formProblems: '확인이 필요한 곳이 있어요.',
};
