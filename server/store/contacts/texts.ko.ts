export const contacts = {
  errors: {
    email: '이메일 주소를 확인해 주세요. 예: haneul@example.com',
    recipient: '받는 분의 이름을 적어 주세요.',
    phone: '전화번호를 확인해 주세요. 예: 010-1234-5678',
    postcode: '우편번호는 숫자 다섯 자리예요.',
    address_line1: '주소를 적어 주세요.',
    address_line2: '상세 주소를 다시 적어 주세요.',
    delivery_note: '배송 메모를 다시 적어 주세요.',
    depositor: '입금하는 분의 이름을 다시 적어 주세요.',
    characters: '줄바꿈이나 보이지 않는 문자가 들어 있어요. 지우고 다시 적어 주세요.',
    link: '웹 주소나 이메일 주소처럼 보이는 글은 적을 수 없어요. 주소가 아니라면 점 뒤를 한 칸 띄어 주세요.',
    long: '{{most}}자까지 적을 수 있어요.',
    misspelt: '혹시 {{domain}} 아닌가요? 고쳐 주시고, 이 주소가 맞으면 그대로 다시 눌러 주세요.',
  },
} as const;
