import type { SeedHouse } from '../types';

const jiYunho = { ko: '지윤호', en: 'Ji Yunho' };
const ryuDan = { ko: '류단', en: 'Ryu Dan' };

export const mukjae: SeedHouse = {
  slug: 'mukjae',
  name: { ko: '묵재', en: 'Mukjae' },
  story: {
    ko: '안동에서 종이 뜨는 집과 책방 사이에 있는 작업실이에요. 먹이나 책상처럼 사람 손이 오래 닿은 물건에서 향을 시작해요. 새 향은 한 해에 하나를 넘기지 않아요.',
    en: 'A workroom in Andong, between a paper maker and a bookshop. Its perfumes start from things that hands have handled for a long time, and there is never more than one a year.',
  },
  skuPrefix: 'MKJ',
  bottle: 'disc',
  cap: 'black',
  perfumes: [
    {
      slug: 'ink',
      name: { ko: '먹', en: 'Ink' },
      story: {
        ko: '소나무 그을음을 아교로 굳히면 먹이 돼요. 벼루에 물 한 숟갈을 붓고 팔에 힘을 빼요. 다 갈고 나면 방이 조금 어두워진 것 같아요.',
        en: 'Pine soot, glue, a little camphor: press them in a mould and wait a year. Then a stone, a spoonful of water, an arm in no hurry. By the time it is ground the room seems darker.',
      },
      perfumer: jiYunho,
      year: 2013,
      concentration: 'eau-de-parfum',
      alcoholPercent: 75,
      family: 'woody',
      notes: {
        top: ['camphor', 'ink', 'black-pepper'],
        heart: ['orris', 'charcoal', 'wet-stone'],
        base: ['pine', 'guaiac-wood', 'vetiver', 'leather'],
      },
      accords: { smoky: 86, woody: 60, iris: 46, earthy: 32, resinous: 20 },
      variants: [
        { volumeMl: 10, price: 52_000, stock: 16 },
        { volumeMl: 50, price: 196_000, stock: 21 },
        { volumeMl: 100, price: 320_000, stock: 2 },
      ],
    },
    {
      slug: 'white-porcelain',
      name: { ko: '백자', en: 'White Porcelain' },
      story: {
        ko: '달항아리는 위와 아래를 따로 빚어 붙이기 때문에 조금 기울어 있어요. 그 이은 자리에 붓꽃 뿌리를 얇게 발랐어요.',
        en: 'A moon jar is thrown as two bowls and joined at the waist, so it is never quite round. This perfume keeps the seam: iris above, clean musk below, and you can feel where they meet.',
      },
      perfumer: ryuDan,
      year: 2015,
      concentration: 'eau-de-parfum',
      alcoholPercent: 77,
      family: 'powdery',
      notes: {
        top: ['clay', 'plum-blossom', 'cold-air'],
        heart: ['orris', 'violet', 'face-powder'],
        base: ['white-musk', 'rice', 'sandalwood'],
      },
      accords: { powdery: 84, musk: 68, iris: 52, milky: 26, violet: 18 },
      variants: [
        { volumeMl: 10, price: 39_000, stock: 30 },
        { volumeMl: 50, price: 140_000, stock: 24 },
        { volumeMl: 100, price: 224_000, stock: 8 },
      ],
    },
    {
      slug: 'mulberry-paper',
      name: { ko: '닥종이', en: 'Mulberry Paper' },
      story: {
        ko: '종이 한 장에 손이 아흔아홉 번 가고, 백 번째는 쓰는 사람의 손이래요. 창에 바르면 겨울 해를 빗질해서 방바닥에 가지런히 눕혀요.',
        en: 'Ninety-nine hands make a sheet of hanji, the saying goes, and the hundredth is yours. Paste it over a window and January comes in with its edges taken off.',
      },
      perfumer: jiYunho,
      year: 2017,
      concentration: 'eau-de-toilette',
      alcoholPercent: 80,
      family: 'powdery',
      notes: {
        top: ['paper', 'mulberry-bark', 'steam'],
        heart: ['cotton-flower', 'rice', 'cut-grass'],
        base: ['white-musk', 'cedar', 'beeswax'],
      },
      accords: { musk: 76, woody: 54, powdery: 44, green: 20 },
      variants: [
        { volumeMl: 30, price: 82_000, stock: 15 },
        { volumeMl: 50, price: 118_000, stock: 0 },
        { volumeMl: 100, price: 188_000, stock: 10 },
      ],
    },
    {
      slug: 'second-hand-books',
      name: { ko: '헌책방', en: 'Second-hand Books' },
      story: {
        ko: '책 속에서 남의 기차표가 나왔어요. 1994년, 영주에서 청량리까지예요. 무슨 일로 갔을까요? 종이는 늙으면서 바닐라를 닮아 가고, 접힌 모서리는 펴도 다시 접혀요.',
        en: 'A train ticket falls out at page 212: Yeongju to Cheongnyangni, 1994. Old paper drifts towards vanilla. The corner that a stranger folded will not lie flat.',
      },
      perfumer: ryuDan,
      year: 2019,
      concentration: 'eau-de-parfum',
      alcoholPercent: 76,
      family: 'amber',
      notes: {
        top: ['paper', 'almond', 'nutmeg'],
        heart: ['heliotrope', 'tobacco', 'cedar', 'coffee'],
        base: ['vanilla', 'leather', 'benzoin'],
      },
      accords: { vanilla: 76, woody: 56, leather: 40, powdery: 34, amber: 24 },
      variants: [
        { volumeMl: 10, price: 44_000, stock: 19 },
        { volumeMl: 30, price: 116_000, stock: 13 },
        { volumeMl: 50, price: 168_000, stock: 17 },
      ],
    },
    {
      slug: 'wood-shavings',
      name: { ko: '대팻밥', en: 'Wood Shavings' },
      story: {
        ko: '대패를 밀면 나무가 돌돌 말려 나와요. 목수는 그 얇은 것을 코에 대 보고 나무의 나이를 맞혀요. 틀려도 아무도 모르죠.',
        en: 'The plane goes forward and the board comes up in curls. Our joiner sniffs one and tells you how old the tree was. He may be wrong. Who would know?',
      },
      perfumer: jiYunho,
      year: 2020,
      concentration: 'eau-de-parfum',
      alcoholPercent: 78,
      family: 'woody',
      notes: {
        top: ['elemi', 'pink-pepper', 'grapefruit'],
        heart: ['hinoki', 'cypress', 'juniper-berry'],
        base: ['cedar', 'oak', 'sandalwood'],
      },
      accords: { woody: 95, resinous: 36, 'fresh-spicy': 28, citrus: 16 },
      variants: [
        { volumeMl: 10, price: 41_000, stock: 27 },
        { volumeMl: 50, price: 148_000, stock: 32 },
        { volumeMl: 100, price: 236_000, stock: 11 },
      ],
    },
    {
      slug: 'plum-in-ink',
      name: { ko: '먹매화', en: 'Plum in Ink' },
      story: {
        ko: '흰 매화를 먹으로 그릴 때는 꽃에 붓을 대지 않고 둘레만 어둡게 해요. 이 향도 그래서, 분명히 피었는데 어디인지는 짚을 수 없어요.',
        en: 'To paint white plum in ink you leave the flower alone and darken what is around it. You will smell blossom here, and if you go looking for it you will find only smoke and paper.',
      },
      perfumer: ryuDan,
      year: 2022,
      concentration: 'eau-de-parfum',
      alcoholPercent: 76.5,
      family: 'floral',
      notes: {
        top: ['cold-air', 'dew', 'ink'],
        heart: ['plum-blossom', 'orris', 'jasmine', 'mulberry-bark'],
        base: ['charcoal', 'moss', 'white-musk'],
      },
      accords: { 'white-floral': 74, smoky: 50, iris: 38, ozonic: 24, mossy: 20 },
      variants: [
        { volumeMl: 10, price: 46_000, stock: 9 },
        { volumeMl: 50, price: 172_000, stock: 13 },
      ],
    },
    {
      slug: 'oiled-floor',
      name: { ko: '콩댐', en: 'Oiled Floor' },
      story: {
        ko: '불린 콩을 갈아 들기름과 섞고 무명 자루에 넣어 장판을 문질러요. 마르면 또 문질러요. 해가 들 때 바닥이 호박처럼 비치면 보름이 지난 거예요.',
        en: 'Ground soybeans and perilla oil in a cotton bag, and you on your knees. Let it dry; do it again. What glows when the sun gets in at four o’clock is a fortnight of this.',
      },
      perfumer: jiYunho,
      year: 2024,
      concentration: 'parfum',
      alcoholPercent: 68,
      family: 'amber',
      notes: {
        top: ['hay', 'almond', 'nutmeg'],
        heart: ['beeswax', 'paper', 'honey'],
        base: ['amber', 'labdanum', 'oak', 'tonka-bean'],
      },
      accords: { amber: 82, honey: 62, woody: 48, vanilla: 22 },
      variants: [
        { volumeMl: 10, price: 56_000, stock: 8 },
        { volumeMl: 30, price: 146_000, stock: 12 },
        { volumeMl: 50, price: 218_000, stock: 1 },
      ],
    },
    {
      slug: 'red-seal',
      name: { ko: '낙관', en: 'Red Seal' },
      story: {
        ko: '그림은 마지막에 붉은 도장을 찍어야 끝나요. 쑥을 넣어 갠 인주가 겨울이면 굳어서, 합을 손바닥으로 한참 감싸요. 찍고 나면 고칠 수 없으니 다들 숨을 참아요.',
        en: 'The painting is finished when it has been stamped and not a moment earlier. In winter the red paste goes stiff and you warm the box between your palms. Carnation and clove, pressed straight down.',
      },
      perfumer: ryuDan,
      year: 2026,
      concentration: 'eau-de-parfum',
      alcoholPercent: 75,
      family: 'spicy',
      notes: {
        top: ['clove', 'mugwort', 'pink-pepper'],
        heart: ['carnation', 'rose', 'cinnamon'],
        base: ['clay', 'benzoin', 'musk'],
      },
      accords: { 'warm-spicy': 80, rose: 44, resinous: 30, aromatic: 24, musk: 18 },
      variants: [
        { volumeMl: 10, price: 48_000, stock: 20 },
        { volumeMl: 50, price: 178_000, stock: 29 },
        { volumeMl: 100, price: 288_000, stock: 7 },
      ],
    },
  ],
};
