/**
 * The passwords that are tried first: lists of leaked ones, cut to what is long enough to be chosen here, and what Korean
 * keyboards add to them. Lower case.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
    password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword1 passwort 12345678
    123456789 1234567890 12345678910 0123456789 87654321 987654321 0987654321 9876543210 12341234 123123123
    123321123 11223344 1122334455 12344321 12121212 11111111 00000000 88888888 123456789a a123456789 123456aa
    a12345678 1234567a a1234567 12345678a 1234abcd abcd1234 abcdefgh abcdefghi abcdefghij abcdefg1 abcd1234! abc12345 abcd12345 abcde12345 1234qwer qwer1234
    qwer12345 qwerty123 qwerty12 qwerty1234 qwerty12345 qwertyui qwertyuiop qwer123456 1q2w3e4r 1q2w3e4r5t
    1qaz2wsx zaq12wsx q1w2e3r4 q1w2e3r4t5 1q2w3e4r! qwer1234! asdf1234 asdf1234! asdfasdf asdfghjk asdfghjkl
    asdfqwer qweasdzxc zxcvbnm1 zxcvbnm123 zxcv1234 1234asdf qwerasdf qweqweqwe asdasdasd password! password1!
    admin123 admin1234 administrator root1234 test1234 testtest guest1234 user1234 welcome1 welcome123
    letmein1 letmein123 changeme changeme1 iloveyou iloveyou1 iloveyou2 princess princess1 sunshine sunshine1
    football football1 baseball baseball1 superman superman1 batman123 starwars trustno1 whatever computer
    internet dragon123 monkey123 shadow123 master123 michelle jennifer charlie1 samsung1 samsung123 korea123
    korea1234 seoul123 daehanminguk tkfkdgo1 dkssudgktpdy gkgkgkgk ghkdlxld aaaa1111 aaaa1234 a1b2c3d4
    a1s2d3f4 z1x2c3v4 qazwsxedc 147258369 159753456 159357258 741852963 789456123 456789123 147852369
    135792468 246813579 112233445566 essenceaura essence-aura essenceaura1 perfume1 perfume123 비밀번호비밀번호
    tkfkdgo12 tkfkdgo123 tkfkdgo1234 rkskekfk qlalfqjsgh
  `
    .trim()
    .split(/\s+/),
);
