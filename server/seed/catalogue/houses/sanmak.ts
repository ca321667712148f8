import type { SeedHouse } from '../types';

const shimWoojae = { ko: '심우재', en: 'Shim Woojae' };
const einarHult = { ko: '에이나르 훌트', en: 'Einar Hult' };

export const sanmak: SeedHouse = {
  slug: 'sanmak',
  name: { ko: '산막', en: 'Sanmak' },
  story: {
    ko: '오대산 자락의 벌목꾼 오두막을 빌려 써요. 전기가 저녁에 두 시간만 들어와서 낮에는 걷고 밤에는 코로 일해요. 베지 않고, 흘러나온 것과 떨어진 것만 주워요.',
    en: 'A loggers’ hut on the skirts of Odaesan, with electricity for two hours in the evening. By day they walk; after dark they work by nose. Nothing is felled: they take what has dripped or dropped.',
  },
  skuPrefix: 'SNM',
  bottle: 'column',
  cap: 'wood',
  perfumes: [
    {
      slug: 'pine-resin',
      name: { ko: '송진', en: 'Pine Resin' },
      story: {
        ko: '다친 소나무는 금빛으로 아물어요. 한번 만지면 손을 몇 번 씻어도 손가락끼리 붙어요. 그런 날은 저녁 밥상까지 산이 따라와요.',
        en: 'A pine mends itself in gold. Get some on your fingers and no soap will shift it; at supper you are still holding the mountain.',
      },
      perfumer: shimWoojae,
      year: 2014,
      concentration: 'eau-de-parfum',
      alcoholPercent: 75,
      family: 'woody',
      notes: {
        top: ['fir-needle', 'elemi', 'bitter-orange'],
        heart: ['pine-resin', 'pine', 'frankincense'],
        base: ['labdanum', 'cedar', 'moss'],
      },
      accords: { resinous: 92, woody: 62, green: 36, amber: 26 },
      variants: [
        { volumeMl: 10, price: 46_000, stock: 22 },
        { volumeMl: 50, price: 168_000, stock: 31 },
        { volumeMl: 100, price: 268_000, stock: 12 },
      ],
    },
    {
      slug: 'moss-steps',
      name: { ko: '이끼 계단', en: 'Moss Steps' },
      story: {
        ko: '암자로 오르는 돌계단은 백여덟 개인데 이끼가 세 개를 삼켰어요. 긁어내자고 했더니 스님이 그냥 두래요. 미끄러울 줄 알아야 발밑을 본다고요.',
        en: 'There are a hundred and eight steps up to the hermitage and moss has taken three. The monk will not have it scraped. People who might slip, he says, look where they are going.',
      },
      perfumer: einarHult,
      year: 2017,
      concentration: 'eau-de-parfum',
      alcoholPercent: 76,
      family: 'chypre',
      notes: {
        top: ['dew', 'ivy', 'bergamot', 'wormwood'],
        heart: ['moss', 'fern', 'wet-stone'],
        base: ['oakmoss', 'vetiver', 'frankincense'],
      },
      accords: { mossy: 92, green: 52, earthy: 44, woody: 30, resinous: 16 },
      variants: [
        { volumeMl: 10, price: 38_000, stock: 19 },
        { volumeMl: 50, price: 138_000, stock: 23 },
        { volumeMl: 100, price: 220_000, stock: 8 },
      ],
    },
    {
      slug: 'splitting-day',
      name: { ko: '장작 패는 날', en: 'Splitting Day' },
      story: {
        ko: '도끼는 드는 게 아니라 내려놓는 거래요. 잘 마른 참나무는 웃듯이 벌어지고, 자작나무는 종이 찢는 소리를 내요. 장작더미가 창턱까지 오면 이월까지는 걱정이 없어요.',
        en: 'You don’t swing an axe, the old man says, you let it fall. Dry oak opens with a laugh. At four the stack is level with the sill, which is February, and by dusk it has reached March.',
      },
      perfumer: shimWoojae,
      year: 2019,
      concentration: 'eau-de-parfum',
      alcoholPercent: 77,
      family: 'woody',
      notes: {
        top: ['black-pepper', 'cold-air', 'angelica', 'whisky'],
        heart: ['oak', 'birch', 'pine-resin'],
        base: ['cedar', 'charcoal', 'hay'],
      },
      accords: { woody: 88, smoky: 40, resinous: 34, 'fresh-spicy': 28, ozonic: 16 },
      variants: [
        { volumeMl: 10, price: 36_000, stock: 29 },
        { volumeMl: 50, price: 128_000, stock: 35 },
        { volumeMl: 100, price: 204_000, stock: 16 },
      ],
    },
    {
      slug: 'mushroom-ground',
      name: { ko: '송이밭', en: 'Mushroom Ground' },
      story: {
        ko: '송이 나는 자리는 자식에게도 안 가르쳐 준대요. 솔잎이 둥글게 부푼 데를 걷으면 흙이 빵처럼 따뜻해요. 어느 능선인지는 우리도 적지 않을게요.',
        en: 'A mushroom ground is never told to the children, only left to them. Look where the needles have risen like bread. We have promised not to say which slope.',
      },
      perfumer: shimWoojae,
      year: 2021,
      concentration: 'parfum',
      alcoholPercent: 69,
      family: 'woody',
      notes: {
        top: ['wet-earth', 'nutmeg'],
        heart: ['pine-mushroom', 'fern', 'fir-needle'],
        base: ['patchouli', 'oakmoss', 'pine-resin', 'oak'],
      },
      accords: { earthy: 88, woody: 50, mossy: 46, resinous: 30 },
      variants: [
        { volumeMl: 10, price: 52_000, stock: 7 },
        { volumeMl: 30, price: 132_000, stock: 5 },
        { volumeMl: 50, price: 194_000, stock: 3 },
      ],
    },
    {
      slug: 'may-fir',
      name: { ko: '오월 전나무', en: 'May Fir' },
      story: {
        ko: '그렇게 엄하던 나무가 일 년에 두 주는 연두색이 되고, 가지 끝 새순에서는 레몬 맛이 나요. 유월이 오면 시치미를 떼고 다시 바늘이에요.',
        en: 'For two weeks the firs go soft. The new tips are the green of lettuce and you can eat them off the branch; they taste of lemon. Come June they are stern again.',
      },
      perfumer: einarHult,
      year: 2023,
      concentration: 'eau-de-toilette',
      alcoholPercent: 80,
      family: 'green',
      notes: {
        top: ['lemon', 'fir-needle', 'mint'],
        heart: ['pine', 'angelica', 'cut-grass'],
        base: ['pine-resin', 'cypress', 'white-musk'],
      },
      accords: { green: 86, resinous: 54, citrus: 38, aromatic: 30 },
      variants: [
        { volumeMl: 30, price: 78_000, stock: 20 },
        { volumeMl: 50, price: 110_000, stock: 26 },
        { volumeMl: 100, price: 172_000, stock: 13 },
      ],
    },
    {
      slug: 'charcoal-kiln',
      name: { ko: '숯가마', en: 'Charcoal Kiln' },
      story: {
        ko: '가마 입을 흙으로 막았어요. 흰 연기는 더 기다리라는 말이에요. 엿새째에 푸른 연기가 나면 숯장이가 의자에서 일어나요. 그동안 시계는 한 번도 안 봤어요.',
        en: 'The mouth of the kiln is stopped with mud for six days. White smoke means wait. When it runs blue, the charcoal burner gets out of his chair.',
      },
      perfumer: shimWoojae,
      year: 2016,
      concentration: 'eau-de-parfum',
      alcoholPercent: 74,
      family: 'woody',
      notes: {
        top: ['smoked-tea', 'clove'],
        heart: ['charcoal', 'oak', 'wet-earth'],
        base: ['birch-tar', 'guaiac-wood', 'myrrh', 'camphor'],
      },
      accords: { smoky: 96, woody: 56, resinous: 32, earthy: 24 },
      variants: [
        { volumeMl: 10, price: 41_000, stock: 10 },
        { volumeMl: 50, price: 148_000, stock: 15 },
      ],
    },
    {
      slug: 'kudzu-flower',
      name: { ko: '칡꽃', en: 'Kudzu Flower' },
      story: {
        ko: '산길에서 포도 사탕 냄새가 나면 위를 보세요. 전봇대를 타고 오른 칡이 꼭대기에서 보라색으로 피었을 거예요. 뿌리는 그렇게 쓰면서 꽃은 딴청이에요.',
        en: 'If a mountain road suddenly smells of grape candy, look up. Kudzu has climbed another telegraph pole and flowered at the top of it. The root is bitter, and the flower has never heard of it.',
      },
      perfumer: einarHult,
      year: 2025,
      concentration: 'eau-de-parfum',
      alcoholPercent: 78,
      family: 'fruity',
      notes: {
        top: ['grape', 'blackcurrant', 'violet-leaf'],
        heart: ['kudzu-blossom', 'violet', 'ivy'],
        base: ['kudzu-root', 'wet-earth', 'musk'],
      },
      accords: { fruity: 82, violet: 48, green: 42, earthy: 28 },
      variants: [
        { volumeMl: 10, price: 35_000, stock: 33 },
        { volumeMl: 50, price: 124_000, stock: 27 },
        { volumeMl: 100, price: 196_000, stock: 18 },
      ],
    },
    {
      slug: 'maple-water',
      name: { ko: '고로쇠 물', en: 'Maple Water' },
      story: {
        ko: '낮에는 영상, 밤에는 영하인 며칠 동안만 나무가 물을 올려서, 가지에 건 통으로 똑, 똑 떨어져요. 달다고 하면 달고 맹물이라 하면 맹물이에요.',
        en: 'It runs only in the few days when noon is above freezing and midnight below. Drip, into a tin pail. Say it is sweet and you will be right; say it is water and you will be right again.',
      },
      perfumer: einarHult,
      year: 2020,
      concentration: 'eau-de-toilette',
      alcoholPercent: 79,
      family: 'gourmand',
      notes: {
        top: ['snow', 'dew', 'birch'],
        heart: ['maple-sap', 'hay', 'pear'],
        base: ['honey', 'oak', 'moss'],
      },
      accords: { honey: 72, woody: 60, ozonic: 42, fruity: 20 },
      variants: [
        { volumeMl: 30, price: 76_000, stock: 0 },
        { volumeMl: 50, price: 106_000, stock: 0 },
      ],
    },
  ],
};
