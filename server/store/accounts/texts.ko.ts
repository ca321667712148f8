export const accountLetters = {
  passwordReset: {
    subject: '[Essence Aura] 비밀번호를 새로 정해 주세요',
    title: '비밀번호를 새로 정해 주세요.',
    text: '아래 링크에서 새 비밀번호를 정할 수 있어요. 링크는 {{minutes}}분 동안 한 번만 쓸 수 있어요.',
    action: '비밀번호 새로 정하기',
    closing: '요청한 적이 없다면 이 메일을 지우세요. 비밀번호는 그대로예요.',
  },
};
