/** What is wrong with what somebody signs in or registers with, at the storefront and at the desk. */
export const accountWords = {
  errors: {
    'name-empty': '이름을 적어 주세요.',
    'name-long': '이름은 80자까지 적을 수 있어요.',
    'name-invalid': '이름에 쓸 수 없는 문자가 있어요.',
    'name-link': '이름에 웹 주소나 이메일 주소는 쓸 수 없어요.',
    'email-empty': '이메일을 적어 주세요.',
    'email-invalid': '이메일 주소를 다시 확인해 주세요.',
    'password-empty': '비밀번호를 적어 주세요.',
    'password-short': '비밀번호는 {{least}}자 이상이어야 해요.',
    'password-long': '비밀번호는 200자까지 쓸 수 있어요.',
    'password-common': '너무 흔한 비밀번호예요. 다른 것으로 정해 주세요.',
    'password-like-you': '이메일이나 이름, 가게 이름은 비밀번호로 쓸 수 없어요.',
    'current-wrong': '지금 비밀번호가 맞지 않아요.',
    'sign-in-refused': '이메일이나 비밀번호가 맞지 않아요.',
  },
} as const;

export const accountLetters = {
  passwordReset: {
    subject: '[Essence Aura] 비밀번호를 새로 정해 주세요',
    title: '비밀번호를 새로 정해 주세요.',
    text: '아래 링크에서 새 비밀번호를 정할 수 있어요. 링크는 {{minutes}}분 동안 한 번만 쓸 수 있어요.',
    askedOften:
      '오늘 이 이메일로 비밀번호 링크를 여러 번 요청받았어요. 그래서 이번 링크는 {{hours}}시간 동안 쓸 수 있게 하고, 한동안 메일을 더 보내지 않아요. 링크는 한 번만 쓸 수 있어요.',
    action: '비밀번호 새로 정하기',
    closing: '요청한 적이 없다면 이 메일을 지우세요. 비밀번호는 그대로예요.',
    closingOften:
      '요청한 적이 없다면 누군가 이메일을 잘못 적었거나 장난을 치는 거예요. 비밀번호는 그대로예요. 곧 비밀번호를 새로 정할 생각이라면 이 메일을 지우지 말고 두세요.',
  },
  blocked: {
    subject: '[Essence Aura] 주문을 받지 못했어요',
    title: '주문을 받지 못했어요.',
    text: '지금은 이 이메일로 주문이나 가입, 로그인을 할 수 없어요. 가게 이메일로 알려 주시면 살펴볼게요.',
    closing: '이 이메일로 주문하려고 해서 보내 드려요. 주문한 적이 없다면 지우셔도 돼요.',
  },
} as const;
