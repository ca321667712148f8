import type { SeedHouse } from '../types';

const helenWitherby = { ko: '헬렌 위더비', en: 'Helen Witherby' };
const chaBoreum = { ko: '차보름', en: 'Cha Boreum' };

export const glassAndFern: SeedHouse = {
  slug: 'glass-and-fern',
  name: { ko: '유리와 고사리', en: 'Glass & Fern' },
  story: {
    ko: '문 닫은 식물원에서 온실 네 번째 칸을 빌렸어요. 유리는 삼백스물여섯 장인데 그중 열한 장에 금이 갔어요. 그 틈으로 들어온 풀까지 모두 재료예요.',
    en: 'They rent the fourth bay of a greenhouse in a botanical garden that has closed. Of its three hundred and twenty-six panes, eleven are cracked, and whatever grows in through the cracks is used as well.',
  },
  skuPrefix: 'GLF',
  bottle: 'facet',
  cap: 'metal',
  perfumes: [
    {
      slug: 'fig-shade',
      name: { ko: '무화과 그늘', en: 'Fig Shade' },
      story: {
        ko: '무화과나무 밑은 한낮에도 우물가 같아요. 잎을 하나 꺾으면 하얀 즙이 나와 손이 끈적해져요. 열매는 아직인데 기다릴 의자는 벌써 나와 있어요.',
        en: 'Two degrees cooler under the fig, and somebody has left a chair. Snap a leaf and the stem bleeds milk. The fruit isn’t ready yet, so sit.',
      },
      perfumer: helenWitherby,
      year: 2015,
      concentration: 'eau-de-parfum',
      alcoholPercent: 78,
      family: 'green',
      notes: {
        top: ['fig-leaf', 'bergamot', 'cut-grass'],
        heart: ['fig', 'coconut', 'ivy'],
        base: ['cedar', 'milk', 'wet-earth'],
      },
      accords: { green: 90, woody: 44, milky: 42, fruity: 36, earthy: 18 },
      variants: [
        { volumeMl: 10, price: 32_000, stock: 43 },
        { volumeMl: 50, price: 112_000, stock: 47 },
        { volumeMl: 100, price: 178_000, stock: 19 },
      ],
    },
    {
      slug: 'tomato-vine',
      name: { ko: '토마토 줄기', en: 'Tomato Vine' },
      story: {
        ko: '곁순을 따고 나면 손톱 밑이 노래지는데, 그 손을 저녁까지 안 씻고 버틴 적이 있어요. 나만은 아닐 거예요.',
        en: 'Pinch out the side shoots and your thumbs turn yellow-green. Everybody smells their hands afterwards. How long they put off washing them is not discussed.',
      },
      perfumer: chaBoreum,
      year: 2019,
      concentration: 'eau-de-toilette',
      alcoholPercent: 81,
      family: 'green',
      notes: {
        top: ['tomato-leaf', 'basil', 'lime', 'rosemary'],
        heart: ['carrot', 'geranium', 'blackcurrant'],
        base: ['wet-earth', 'vetiver', 'white-musk'],
      },
      accords: { green: 94, aromatic: 44, earthy: 36, fruity: 22 },
      variants: [
        { volumeMl: 30, price: 66_000, stock: 28 },
        { volumeMl: 50, price: 94_000, stock: 32 },
        { volumeMl: 100, price: 148_000, stock: 21 },
      ],
    },
    {
      slug: 'the-fern-room',
      name: { ko: '고사리 칸', en: 'The Fern Room' },
      story: {
        ko: '고사리에는 향이랄 것이 없어요. 그래서 백 년도 더 전에 조향사들은 라벤더와 이끼로 고사리를 지어냈고, 다들 속아 주었어요. 안경에 김이 서리는 이 방에서 우리도 한 번 더 지어냈어요.',
        en: 'Most ferns have no smell at all, which has not stopped perfumers. Lavender, oakmoss, a little hay: it is the accepted lie, told again in a room where your glasses fog.',
      },
      perfumer: helenWitherby,
      year: 2012,
      concentration: 'eau-de-toilette',
      alcoholPercent: 80,
      family: 'aromatic',
      notes: {
        top: ['lavender', 'bergamot', 'steam', 'thyme'],
        heart: ['fern', 'geranium', 'clary-sage'],
        base: ['oakmoss', 'tonka-bean', 'hay'],
      },
      accords: { aromatic: 88, mossy: 54, green: 36, powdery: 30 },
      variants: [
        { volumeMl: 30, price: 70_000, stock: 17 },
        { volumeMl: 50, price: 98_000, stock: 21 },
        { volumeMl: 100, price: 154_000, stock: 11 },
      ],
    },
    {
      slug: 'hothouse-lemon',
      name: { ko: '온실 레몬', en: 'Hothouse Lemon' },
      story: {
        ko: '밖은 영하 구 도인데 안에서는 레몬 하나가 다 익었어요. 따자는 말을 누가 먼저 하나 일주일째 서로 눈치만 봐요. 같은 가지에 벌써 다음 꽃이 피었어요.',
        en: 'Nine below outside, and in here one lemon has turned. There have been meetings. Meanwhile, on the same branch, the next flower has opened without asking anybody.',
      },
      perfumer: chaBoreum,
      year: 2022,
      concentration: 'eau-de-cologne',
      alcoholPercent: 78,
      family: 'citrus',
      notes: {
        top: ['lemon', 'grapefruit', 'basil'],
        heart: ['tangerine-blossom', 'green-tea', 'ivy'],
        base: ['cypress', 'clay', 'white-musk'],
      },
      accords: { citrus: 92, 'white-floral': 44, tea: 30, green: 24 },
      variants: [
        { volumeMl: 50, price: 76_000, stock: 46 },
        { volumeMl: 100, price: 116_000, stock: 31 },
      ],
    },
    {
      slug: 'unripe-strawberry',
      name: { ko: '덜 익은 딸기', en: 'Unripe Strawberry' },
      story: {
        ko: '꼭지 쪽이 하얀 딸기를 더 좋아하는 사람이 있어요. 단맛이 오기 전에 풀 맛이 먼저 지나가서요. 바구니 맨 밑을 뒤지는 손이 보이면 인사해 주세요. 우리 편이에요.',
        en: 'Some of us like them white at the shoulder, while they still taste of leaf. They are at the bottom of the basket, where the pickers hid them from everyone with better sense.',
      },
      perfumer: helenWitherby,
      year: 2024,
      concentration: 'eau-de-parfum',
      alcoholPercent: 79,
      family: 'fruity',
      notes: {
        top: ['strawberry', 'raspberry', 'cut-grass'],
        heart: ['violet-leaf', 'peony', 'basil'],
        base: ['musk', 'hay', 'sugar'],
      },
      accords: { fruity: 84, green: 66, rose: 26, musk: 20 },
      variants: [
        { volumeMl: 10, price: 30_000, stock: 50 },
        { volumeMl: 30, price: 74_000, stock: 22 },
        { volumeMl: 50, price: 102_000, stock: 29 },
      ],
    },
    {
      slug: 'three-year-root',
      name: { ko: '삼 년 뿌리', en: 'Three-Year Root' },
      story: {
        ko: '붓꽃은 꽃을 두고 뿌리를 써요. 벗겨 말리는데 첫해에는 아무 냄새도 안 나요. 둘째 해에는 의심이 들어요. 셋째 해 어느 아침, 창고 문을 열다가 멈춰 서게 돼요.',
        en: 'Perfumers leave the iris flower and dig for the root. Peeled and hung up, it smells of nothing for a year. In the second year you have doubts. One morning in the third you open the shed door and stand there.',
      },
      perfumer: helenWitherby,
      year: 2018,
      concentration: 'parfum',
      alcoholPercent: 67,
      family: 'powdery',
      notes: {
        top: ['carrot', 'angelica', 'pear'],
        heart: ['orris', 'violet', 'mimosa'],
        base: ['vetiver', 'cacao', 'sandalwood'],
      },
      accords: { iris: 94, earthy: 56, woody: 38, violet: 26, powdery: 22 },
      variants: [
        { volumeMl: 10, price: 62_000, stock: 0 },
        { volumeMl: 30, price: 168_000, stock: 0 },
        { volumeMl: 50, price: 246_000, stock: 0 },
      ],
    },
    {
      slug: 'windowsill-geranium',
      name: { ko: '창가 제라늄', en: 'Windowsill Geranium' },
      story: {
        ko: '죽이기가 더 어렵다기에 받아 온 화분인데, 물 주기를 잊은 날에도 잎을 스치면 장미 흉내를 내요. 해마다 흉내가 늘어서 요즘은 가끔 속아요.',
        en: '“You can’t kill it,” they said, and gave it to us. Brush a leaf on the days you forgot to water it and it does its impression of a rose. The impression is getting better.',
      },
      perfumer: chaBoreum,
      year: 2016,
      concentration: 'eau-de-toilette',
      alcoholPercent: 82,
      family: 'floral',
      notes: {
        top: ['mint', 'lemon', 'pink-pepper'],
        heart: ['geranium', 'rose', 'tomato-leaf'],
        base: ['clay', 'cedar', 'white-musk'],
      },
      accords: { rose: 74, green: 60, aromatic: 42, 'fresh-spicy': 26, citrus: 16 },
      variants: [
        { volumeMl: 30, price: 64_000, stock: 26 },
        { volumeMl: 50, price: 90_000, stock: 38 },
        { volumeMl: 100, price: 142_000, stock: 24 },
      ],
    },
    {
      slug: 'vanilla-vine',
      name: { ko: '바닐라 덩굴', en: 'Vanilla Vine' },
      story: {
        ko: '바닐라꽃은 하루 아침만 열리는데 온실에는 벌이 없어요. 그래서 사람이 사다리에 올라 이쑤시개로 중매를 서요. 꼬투리는 아홉 달 뒤에나 보게 될 테니, 일단 내려와서 손을 털어요.',
        en: 'The flower opens for a single morning and there are no bees in here, so somebody climbs a ladder with a toothpick. Nine months to a green pod. Then a long sweat in blankets, and only then vanilla.',
      },
      perfumer: chaBoreum,
      year: 2026,
      concentration: 'eau-de-parfum',
      alcoholPercent: 76,
      family: 'amber',
      notes: {
        top: ['cut-grass', 'rum', 'bergamot'],
        heart: ['jasmine', 'honeysuckle', 'ivy'],
        base: ['vanilla', 'benzoin', 'oak', 'moss'],
      },
      accords: { vanilla: 88, green: 44, 'white-floral': 34, resinous: 26, woody: 16 },
      variants: [
        { volumeMl: 10, price: 39_000, stock: 27 },
        { volumeMl: 50, price: 142_000, stock: 21 },
        { volumeMl: 100, price: 226_000, stock: 5 },
      ],
    },
  ],
};
