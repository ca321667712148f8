import type { SeedHouse } from '../types';

const nohAreum = { ko: '노아름', en: 'Noh Areum' };
const minSol = { ko: '민솔', en: 'Min Sol' };

export const haetsom: SeedHouse = {
  slug: 'haetsom',
  name: { ko: '햇솜', en: 'Haetsom' },
  story: {
    ko: '이불집 딸 둘이 볕에 말린 솜 냄새를 병에 담으려다 차린 집이에요. 큰 소리로 말하는 향은 만들지 않아요. 안아 줄 때 알아차리면 그걸로 충분해요.',
    en: 'Two daughters of a quilt shop tried to bottle the smell of cotton left in the sun, and it turned into a business. They make nothing loud. If it is noticed in a hug, they are content.',
  },
  skuPrefix: 'HTS',
  bottle: 'dome',
  cap: 'porcelain',
  perfumes: [
    {
      slug: 'sunned-quilt',
      name: { ko: '볕에 넌 이불', en: 'Sunned Quilt' },
      story: {
        ko: '난간에 이불을 널고 방망이로 두드려요. 먼지가 빠진 자리에 해가 들어가요. 그런 날은 불을 일찍 꺼요.',
        en: 'Hang the quilt over the balcony and beat it until the dust is out and the sun is in. Bed early tonight.',
      },
      perfumer: nohAreum,
      year: 2017,
      concentration: 'eau-de-toilette',
      alcoholPercent: 81,
      family: 'powdery',
      notes: {
        top: ['cold-air', 'lemon', 'cotton-flower'],
        heart: ['soap', 'hay', 'magnolia'],
        base: ['white-musk', 'amber', 'rice'],
      },
      accords: { musk: 90, powdery: 44, ozonic: 32, amber: 24 },
      variants: [
        { volumeMl: 10, price: 28_000, stock: 60 },
        { volumeMl: 50, price: 86_000, stock: 52 },
        { volumeMl: 100, price: 134_000, stock: 33 },
      ],
    },
    {
      slug: 'warm-milk',
      name: { ko: '데운 우유', en: 'Warm Milk' },
      story: {
        ko: '냄비 가장자리가 떨리기 시작하면 불을 꺼요. 얇은 막을 먼저 먹는 사람과 걷어 내는 사람이 십일 년째 한집에서 꿀 한 병을 같이 비워요.',
        en: 'Turn it off when the edge of the pan begins to tremble. One of us eats the skin, the other lifts it away with a spoon, and we have been married eleven years.',
      },
      perfumer: minSol,
      year: 2019,
      concentration: 'eau-de-parfum',
      alcoholPercent: 76,
      family: 'gourmand',
      notes: {
        top: ['steam', 'sugar', 'nutmeg'],
        heart: ['milk', 'honey', 'heliotrope'],
        base: ['vanilla', 'sandalwood', 'white-musk'],
      },
      accords: { milky: 96, vanilla: 46, honey: 34, musk: 26 },
      variants: [
        { volumeMl: 10, price: 31_000, stock: 40 },
        { volumeMl: 50, price: 104_000, stock: 34 },
        { volumeMl: 100, price: 162_000, stock: 17 },
      ],
    },
    {
      slug: 'first-shirt',
      name: { ko: '배냇저고리', en: 'First Shirt' },
      story: {
        ko: '오래 살라고 단추 대신 실고름을 단 옷이에요. 서랍 밑에서 서른 해를 잤는데, 펴 보니 소매 안쪽에 젖내가 남아 있었어요.',
        en: 'It has no buttons, only ties of white thread, because thread is long and they wanted the baby’s life to be. Thirty years at the bottom of a drawer. Unfold it and the milk is still there.',
      },
      perfumer: nohAreum,
      year: 2015,
      concentration: 'eau-de-parfum',
      alcoholPercent: 77,
      family: 'powdery',
      notes: {
        top: ['pear', 'cotton-flower'],
        heart: ['face-powder', 'rice', 'milk'],
        base: ['white-musk', 'heliotrope', 'tonka-bean'],
      },
      accords: { powdery: 86, musk: 64, milky: 54, vanilla: 20 },
      variants: [
        { volumeMl: 10, price: 32_000, stock: 25 },
        { volumeMl: 30, price: 78_000, stock: 21 },
        { volumeMl: 50, price: 108_000, stock: 30 },
      ],
    },
    {
      slug: 'borrowed-shirt',
      name: { ko: '빌린 셔츠', en: 'Borrowed Shirt' },
      story: {
        ko: '돌려줄 마음이 없는 건 아니에요. 소매를 세 번 접으니 제법 맞아요. 백단 비누로 두 번이나 빨았는데도 이름을 부르면 그 사람 쪽을 봐요.',
        en: 'I do mean to give it back. It fits once the cuffs are turned, and I have washed it twice in sandalwood soap. It still answers to his name.',
      },
      perfumer: minSol,
      year: 2021,
      concentration: 'eau-de-parfum',
      alcoholPercent: 78,
      family: 'woody',
      notes: {
        top: ['cardamom', 'soap', 'clary-sage'],
        heart: ['sandalwood', 'cedar', 'cotton-flower'],
        base: ['musk', 'ambergris', 'cream'],
      },
      accords: { woody: 76, musk: 72, milky: 36, aromatic: 22 },
      variants: [
        { volumeMl: 10, price: 33_000, stock: 31 },
        { volumeMl: 50, price: 114_000, stock: 28 },
        { volumeMl: 100, price: 180_000, stock: 14 },
      ],
    },
    {
      slug: 'rice-water',
      name: { ko: '쌀뜨물', en: 'Rice Water' },
      story: {
        ko: '첫 물은 버려요. 둘째 물로 할머니는 세수를 하고, 국을 끓이고, 화분까지 먹였어요. 부엌 창이 뽀얬어요. 나는 그게 김인 줄 모르고 할머니 냄새라고 생각했어요.',
        en: 'Throw away the first water and keep the second. My grandmother washed her face in it, started the soup with it, and gave what was left to the begonia.',
      },
      perfumer: nohAreum,
      year: 2023,
      concentration: 'eau-de-cologne',
      alcoholPercent: 74,
      family: 'gourmand',
      notes: {
        top: ['rice', 'dew', 'bamboo-leaf'],
        heart: ['milk', 'lotus', 'soap', 'water-lily'],
        base: ['white-musk', 'clay'],
      },
      accords: { milky: 78, powdery: 52, musk: 38, 'white-floral': 20, ozonic: 14 },
      variants: [
        { volumeMl: 50, price: 74_000, stock: 39 },
        { volumeMl: 100, price: 112_000, stock: 26 },
      ],
    },
    {
      slug: 'powder-puff',
      name: { ko: '분첩', en: 'Powder Puff' },
      story: {
        ko: '톡톡, 두 번이면 엄마가 외출하는 소리예요. 경대 서랍은 반만 열려서 손을 넣어 더듬어야 했어요. 명주 끝이 손가락에 닿으면 거기부터가 어른의 세계였어요.',
        en: 'Two taps meant she was going out. The drawer of the dressing table stuck at halfway, so you reached in blind until your fingers met silk, and then a cloud of iris, and then you were caught.',
      },
      perfumer: minSol,
      year: 2013,
      concentration: 'parfum',
      alcoholPercent: 71,
      family: 'powdery',
      notes: {
        top: ['violet-leaf', 'peach', 'lemon'],
        heart: ['orris', 'face-powder', 'rose', 'violet'],
        base: ['heliotrope', 'vanilla', 'musk'],
      },
      accords: { iris: 86, powdery: 78, rose: 36, violet: 32, vanilla: 18 },
      variants: [
        { volumeMl: 10, price: 46_000, stock: 13 },
        { volumeMl: 30, price: 118_000, stock: 9 },
        { volumeMl: 50, price: 172_000, stock: 7 },
      ],
    },
    {
      slug: 'saturday-loaf',
      name: { ko: '토요일 식빵', en: 'Saturday Loaf' },
      story: {
        ko: '여덟 시에 나온 빵은 너무 말랑해서 썰지 못하고 결대로 뜯어야 해요. 버터는 칼이 오기도 전에 녹아 버려요.',
        en: 'Out of the oven at eight and too soft to slice, so pull it apart along the grain. The butter gives up before the knife gets there.',
      },
      perfumer: minSol,
      year: 2022,
      concentration: 'eau-de-parfum',
      alcoholPercent: 77,
      family: 'gourmand',
      notes: {
        top: ['toasted-bread', 'steam', 'apricot'],
        heart: ['butter', 'milk', 'maple-sap'],
        base: ['vanilla', 'roasted-barley', 'tonka-bean'],
      },
      accords: { vanilla: 78, milky: 70, honey: 40, fruity: 18 },
      variants: [
        { volumeMl: 10, price: 29_000, stock: 36 },
        { volumeMl: 50, price: 98_000, stock: 41 },
      ],
    },
    {
      slug: 'snow-and-wool',
      name: { ko: '첫눈과 털실', en: 'Snow and Wool' },
      story: {
        ko: '눈이 쌓이면 골목이 조용해져서 뜨개바늘 부딪는 소리까지 들려요. 이 목도리는 네 해째 거의 다 됐어요. 유리창에 이마를 대면 차갑고, 무릎은 양털이에요.',
        en: 'Snow turns the street down until you can hear the needles. The scarf has been nearly finished for four winters now. Your forehead is cold from the window and your knees are all wool.',
      },
      perfumer: nohAreum,
      year: 2024,
      concentration: 'eau-de-parfum',
      alcoholPercent: 78,
      family: 'powdery',
      notes: {
        top: ['snow', 'cold-air', 'juniper-berry'],
        heart: ['wool', 'orris', 'camellia'],
        base: ['white-musk', 'amber', 'cedar'],
      },
      accords: { musk: 80, ozonic: 52, iris: 36, amber: 28 },
      variants: [
        { volumeMl: 10, price: 33_000, stock: 3 },
        { volumeMl: 30, price: 82_000, stock: 18 },
        { volumeMl: 50, price: 112_000, stock: 24 },
        { volumeMl: 100, price: 176_000, stock: 0 },
      ],
    },
  ],
};
