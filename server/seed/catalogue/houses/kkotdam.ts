import type { SeedHouse } from '../types';

const maDoyeon = { ko: '마도연', en: 'Ma Doyeon' };
const odileMarsan = { ko: '오딜 마르상', en: 'Odile Marsan' };

export const kkotdam: SeedHouse = {
  slug: 'kkotdam',
  name: { ko: '꽃담', en: 'Kkotdam' },
  story: {
    ko: '벽돌로 꽃을 새긴 담을 꽃담이라고 불러요. 꽃 하나를 고르면 철이 지날 때까지 그 집 앞 골목에 앉아 있어요. 꺾지 않고 담 너머로만 맡는 것이 우리 규칙이에요.',
    en: 'Old walls in Seoul carry flowers laid in brick, and the house took its name from them, and one rule: nothing is picked. It chooses a plant, sits on the street side of the wall until the season is over, and writes down what comes across.',
  },
  skuPrefix: 'KKD',
  bottle: 'arch',
  cap: 'brass',
  perfumes: [
    {
      slug: 'midnight-rose',
      name: { ko: '한밤의 장미', en: 'Midnight Rose' },
      story: {
        ko: '가로등이 꺼지면 장미는 색을 잃고 냄새만 남아요. 붉은지 흰지 물을 사람도 없어요. 흙에서 올라온 서늘함이 꽃잎 밑에 고여요.',
        en: 'Put out the streetlamp and a rose has no colour. What remains is heavier than it was by day, with cold soil under it and a clove somewhere in the dark.',
      },
      perfumer: odileMarsan,
      year: 2015,
      concentration: 'eau-de-parfum',
      alcoholPercent: 76,
      family: 'floral',
      notes: {
        top: ['clove', 'blackcurrant', 'cold-air', 'grape'],
        heart: ['rose', 'geranium', 'saffron'],
        base: ['patchouli', 'labdanum', 'oak'],
      },
      accords: { rose: 94, earthy: 50, 'warm-spicy': 42, amber: 32, woody: 18 },
      variants: [
        { volumeMl: 10, price: 36_000, stock: 34 },
        { volumeMl: 50, price: 126_000, stock: 40 },
        { volumeMl: 100, price: 202_000, stock: 14 },
      ],
    },
    {
      slug: 'apricot-light',
      name: { ko: '살구빛', en: 'Apricot Light' },
      story: {
        ko: '저녁 여섯 시 반, 부엌 벽이 살구색으로 물들면 접시 위의 진짜 살구는 벽에 색을 내주고 희미해져요. 반으로 가르면 씨가 있던 자리에서 아몬드 냄새가 나요.',
        en: 'Between half past six and seven the kitchen wall turns apricot, and the apricots on the table lend it their colour. Split one. The hollow where the stone sat smells of almond.',
      },
      perfumer: maDoyeon,
      year: 2021,
      concentration: 'eau-de-parfum',
      alcoholPercent: 78,
      family: 'fruity',
      notes: {
        top: ['apricot', 'peach', 'bergamot'],
        heart: ['osmanthus', 'rose', 'magnolia'],
        base: ['almond', 'milk', 'white-musk'],
      },
      accords: { fruity: 90, rose: 38, 'white-floral': 34, milky: 26, musk: 16 },
      variants: [
        { volumeMl: 10, price: 49_000, stock: 26 },
        { volumeMl: 50, price: 182_000, stock: 23 },
        { volumeMl: 100, price: 290_000, stock: 9 },
      ],
    },
    {
      slug: 'peony-week',
      name: { ko: '모란 무렵', en: 'Peony Week' },
      story: {
        ko: '꽃잎이 한꺼번에 내려앉는 소리를 들은 적이 있나요? 옆방에서 누가 책을 덮는 것 같아요. 빈 꽃대에는 풋내만 남고, 마루에는 분홍이 한 그릇 쏟아져 있어요.',
        en: 'Five days, perhaps six, and then the whole flower comes down at once. It makes a sound, like a book closing in another room.',
      },
      perfumer: maDoyeon,
      year: 2018,
      concentration: 'eau-de-toilette',
      alcoholPercent: 81,
      family: 'floral',
      notes: {
        top: ['strawberry', 'violet-leaf', 'dew'],
        heart: ['peony', 'rose', 'freesia'],
        base: ['white-musk', 'cedar'],
      },
      accords: { rose: 76, fruity: 40, green: 38, musk: 30 },
      variants: [
        { volumeMl: 30, price: 78_000, stock: 19 },
        { volumeMl: 50, price: 112_000, stock: 25 },
        { volumeMl: 100, price: 178_000, stock: 3 },
      ],
    },
    {
      slug: 'violet-letter',
      name: { ko: '제비꽃 편지', en: 'Violet Letter' },
      story: {
        ko: '받는 사람 이름만 쓰고 멈춘 편지예요. 나머지 자리에는 눌러 둔 제비꽃이 보랏빛 글씨를 대신 남겼어요. 서랍을 열면 분첩과 가죽 수첩이 같이 말을 걸어요.',
        en: 'The letter stops after the greeting. A violet was shut into it instead, long enough to print itself on the page, and the whole drawer has smelled of face powder since.',
      },
      perfumer: odileMarsan,
      year: 2017,
      concentration: 'eau-de-parfum',
      alcoholPercent: 77,
      family: 'floral',
      notes: {
        top: ['violet-leaf', 'raspberry', 'paper'],
        heart: ['violet', 'face-powder', 'orris', 'lilac'],
        base: ['suede', 'heliotrope', 'musk'],
      },
      accords: { violet: 90, powdery: 62, iris: 34, leather: 26, green: 18 },
      variants: [
        { volumeMl: 10, price: 42_000, stock: 13 },
        { volumeMl: 50, price: 152_000, stock: 16 },
        { volumeMl: 100, price: 244_000, stock: 0 },
      ],
    },
    {
      slug: 'korean-lilac',
      name: { ko: '수수꽃다리', en: 'Korean Lilac' },
      story: {
        ko: '재건축 공고가 붙은 담 안쪽에서 올해도 수수꽃다리가 피었어요. 그 앞을 지날 때만 다들 걸음이 느려져요.',
        en: 'The demolition notice has been on the wall since March, and the lilac behind it has flowered anyway. People walk more slowly on that side of the street.',
      },
      perfumer: maDoyeon,
      year: 2023,
      concentration: 'eau-de-parfum',
      alcoholPercent: 78.5,
      family: 'floral',
      notes: {
        top: ['dew', 'cut-grass', 'pear'],
        heart: ['lilac', 'jasmine', 'heliotrope'],
        base: ['honey', 'white-musk', 'clay'],
      },
      accords: { 'white-floral': 82, green: 46, powdery: 36, honey: 26 },
      variants: [
        { volumeMl: 10, price: 38_000, stock: 28 },
        { volumeMl: 50, price: 138_000, stock: 33 },
      ],
    },
    {
      slug: 'gardenia-button',
      name: { ko: '치자 단추', en: 'Gardenia Button' },
      story: {
        ko: '저녁 먹기 전에는 단추만 하던 봉오리가 설거지를 마치니 접시만 해졌어요. 하양보다는 크림에 가까워요. 이튿날 가장자리가 누렇게 익을 때 제일 달아요.',
        en: 'It was a button at six and a saucer by nine. Call it white if you like; it is nearer cream. On the second day the edges brown like toast, and that is when it is sweetest.',
      },
      perfumer: odileMarsan,
      year: 2012,
      concentration: 'parfum',
      alcoholPercent: 70,
      family: 'floral',
      notes: {
        top: ['bitter-orange', 'dew', 'coconut'],
        heart: ['gardenia', 'jasmine', 'magnolia'],
        base: ['cream', 'sandalwood', 'pine-mushroom'],
      },
      accords: { 'white-floral': 94, milky: 52, earthy: 26, woody: 18 },
      variants: [
        { volumeMl: 10, price: 54_000, stock: 10 },
        { volumeMl: 30, price: 138_000, stock: 6 },
        { volumeMl: 50, price: 198_000, stock: 5 },
      ],
    },
    {
      slug: 'acacia-hives',
      name: { ko: '아까시 벌통', en: 'Acacia Hives' },
      story: {
        ko: '아까시꽃이 피면 벌통을 실은 트럭이 남쪽에서 올라와요. 꽃을 따라 북으로, 북으로, 휴전선 밑까지 가는 길이에요. 벌통 옆에서 자 본 사람은 밤새 윙윙거리는 단내를 알아요.',
        en: 'Beekeepers follow the acacia north with their boxes roped to a truck, from the south coast in early May almost to the border by June. They sleep beside the hives. Even the hum smells sweet, they say.',
      },
      perfumer: maDoyeon,
      year: 2020,
      concentration: 'eau-de-parfum',
      alcoholPercent: 76,
      family: 'gourmand',
      notes: {
        top: ['acacia-blossom', 'lemon', 'hay'],
        heart: ['honey', 'mimosa', 'honeysuckle'],
        base: ['beeswax', 'vanilla', 'driftwood'],
      },
      accords: { honey: 92, 'white-floral': 54, vanilla: 30, powdery: 22 },
      variants: [
        { volumeMl: 10, price: 37_000, stock: 23 },
        { volumeMl: 50, price: 132_000, stock: 20 },
        { volumeMl: 100, price: 210_000, stock: 12 },
      ],
    },
    {
      slug: 'chrysanthemum-pillow',
      name: { ko: '국화 베개', en: 'Chrysanthemum Pillow' },
      story: {
        ko: '말린 국화에 쑥을 한 줌 섞어 베갯속을 채웠어요. 고개를 돌릴 때마다 바스락거려서, 잠결에도 가을 들판을 밟고 가는 것 같아요.',
        en: 'Dried chrysanthemums and a handful of mugwort, sewn into linen. It rustles whenever you turn your head, so that all night you are walking through a field in October.',
      },
      perfumer: maDoyeon,
      year: 2025,
      concentration: 'eau-de-toilette',
      alcoholPercent: 80,
      family: 'aromatic',
      notes: {
        top: ['chrysanthemum', 'mugwort', 'lemon'],
        heart: ['lavender', 'hay', 'cotton-flower'],
        base: ['tonka-bean', 'honey', 'wet-earth'],
      },
      accords: { aromatic: 82, powdery: 40, honey: 36, earthy: 24 },
      variants: [
        { volumeMl: 30, price: 76_000, stock: 14 },
        { volumeMl: 50, price: 108_000, stock: 18 },
        { volumeMl: 100, price: 170_000, stock: 11 },
      ],
    },
  ],
};
