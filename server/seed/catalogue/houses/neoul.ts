import type { SeedHouse } from '../types';

const koEunseom = { ko: '고은섬', en: 'Ko Eunseom' };
const buTaeo = { ko: '부태오', en: 'Bu Taeo' };

export const neoul: SeedHouse = {
  slug: 'neoul',
  name: { ko: '너울', en: 'Neoul' },
  story: {
    ko: '배로 두 시간 걸리는 남쪽 섬에서 귤 창고를 고쳐 써요. 껍질과 소금, 바람에 마른 풀이 재료예요. 배가 끊기는 날에는 작업실도 문을 닫고 바다를 봐요.',
    en: 'A tangerine store on an island two hours out from the south coast, with the crates moved to one side. Neoul is the word for a long swell. On days when the ferry is cancelled, so is work.',
  },
  skuPrefix: 'NEO',
  bottle: 'pebble',
  cap: 'metal',
  perfumes: [
    {
      slug: 'yuzu-lantern',
      name: { ko: '유자 등불', en: 'Yuzu Lantern' },
      story: {
        ko: '이 섬은 동짓날 문마다 유자를 걸어요. 낮이 가장 짧은 날이라 빛을 빌려 오는 거래요. 껍질을 비틀면 손끝에서 작은 불이 튀어요.',
        en: 'On the shortest day the island hangs a yuzu over every door, where it catches what light there is. Twist a strip of peel beside a candle and the oil goes up in sparks.',
      },
      perfumer: koEunseom,
      year: 2016,
      concentration: 'eau-de-parfum',
      alcoholPercent: 79,
      family: 'citrus',
      notes: {
        top: ['yuzu', 'tangerine', 'ginger'],
        heart: ['osmanthus', 'honey', 'pink-pepper'],
        base: ['amber', 'beeswax', 'cedar'],
      },
      accords: { citrus: 96, amber: 42, honey: 34, 'fresh-spicy': 26 },
      variants: [
        { volumeMl: 10, price: 43_000, stock: 38 },
        { volumeMl: 50, price: 154_000, stock: 42 },
        { volumeMl: 100, price: 246_000, stock: 15 },
      ],
    },
    {
      slug: 'tangerine-blossom',
      name: { ko: '귤꽃', en: 'Tangerine Blossom' },
      story: {
        ko: '오월에는 창문을 닫아도 소용없어요. 찾아보면 꽃은 콩알만 해요. 냄새는 밭 하나만 하고요. 벌들이 취해서 낮게 날아다녀요.',
        en: 'In May you can shut every window on the south side and it makes no difference. The flower is small enough to miss. The smell is the size of a field.',
      },
      perfumer: koEunseom,
      year: 2011,
      concentration: 'eau-de-toilette',
      alcoholPercent: 82,
      family: 'floral',
      notes: {
        top: ['tangerine', 'bitter-orange', 'dew'],
        heart: ['tangerine-blossom', 'honeysuckle', 'cut-grass'],
        base: ['honey', 'white-musk'],
      },
      accords: { 'white-floral': 88, citrus: 56, honey: 36, green: 28 },
      variants: [
        { volumeMl: 30, price: 58_000, stock: 26 },
        { volumeMl: 50, price: 84_000, stock: 35 },
        { volumeMl: 100, price: 132_000, stock: 18 },
      ],
    },
    {
      slug: 'salt-field',
      name: { ko: '소금밭', en: 'Salt Field' },
      story: {
        ko: '바닷물을 가두고 기다리는 일이에요. 염부는 온종일 하늘만 보다가, 네 시쯤 물 위에 하얀 꽃이 앉으면 그제야 고무래를 들어요.',
        en: 'Let the sea in, shut the gate, wait. About four in the afternoon a white crust flowers on the water, and the salt farmer, who has been looking at the sky since morning, finally looks down.',
      },
      perfumer: buTaeo,
      year: 2018,
      concentration: 'eau-de-parfum',
      alcoholPercent: 78,
      family: 'aquatic',
      notes: {
        top: ['sea-salt', 'sea-breeze', 'lime'],
        heart: ['seaweed', 'clay', 'hay'],
        base: ['ambergris', 'driftwood', 'white-musk'],
      },
      accords: { marine: 94, musk: 36, woody: 32, ozonic: 26 },
      variants: [
        { volumeMl: 10, price: 34_000, stock: 24 },
        { volumeMl: 50, price: 124_000, stock: 22 },
        { volumeMl: 100, price: 198_000, stock: 13 },
      ],
    },
    {
      slug: 'divers-fire',
      name: { ko: '불턱', en: 'Divers’ Fire' },
      story: {
        ko: '물질을 마친 사람들이 돌담 안에 둘러앉아 불을 쬐어요. 전복 딴 자리는 말하지 않고 손주 얘기만 해요. 젖은 옷에서 김이 오르고 귤나무 가지가 탁탁 타요.',
        en: 'A ring of stones out of the wind, a fire of pruned tangerine branches, and women who have just come up from the sea floor, steaming. They talk about their grandchildren and keep to themselves where the abalone was.',
      },
      perfumer: buTaeo,
      year: 2020,
      concentration: 'eau-de-parfum',
      alcoholPercent: 76,
      family: 'woody',
      notes: {
        top: ['seaweed', 'bitter-orange', 'steam'],
        heart: ['charcoal', 'sea-salt', 'wet-stone', 'camellia'],
        base: ['driftwood', 'birch-tar', 'ambergris'],
      },
      accords: { smoky: 80, marine: 66, woody: 48, leather: 20 },
      variants: [
        { volumeMl: 10, price: 37_000, stock: 12 },
        { volumeMl: 50, price: 136_000, stock: 9 },
      ],
    },
    {
      slug: 'west-wind',
      name: { ko: '하늬바람', en: 'West Wind' },
      story: {
        ko: '하늬바람이 불면 빨래집게를 두 개씩 물려요. 로즈메리 덤불이 누웠다가 일어나요. 멀리 있던 섬이 하루만 가까이 와서 지붕 색까지 보여 주고 가요.',
        en: 'When it goes round to the west, use two pegs for every shirt. The rosemary lies down and gets up again. Islands you had forgotten about come in close, show you their roofs, and are gone by morning.',
      },
      perfumer: koEunseom,
      year: 2013,
      concentration: 'eau-de-cologne',
      alcoholPercent: 80,
      family: 'aromatic',
      notes: {
        top: ['lemon', 'sea-breeze', 'juniper-berry'],
        heart: ['rosemary', 'clary-sage', 'thyme'],
        base: ['cypress', 'white-musk'],
      },
      accords: { aromatic: 86, ozonic: 60, citrus: 46, 'fresh-spicy': 24 },
      variants: [
        { volumeMl: 50, price: 72_000, stock: 30 },
        { volumeMl: 100, price: 112_000, stock: 23 },
      ],
    },
    {
      slug: 'green-tangerine',
      name: { ko: '풋귤', en: 'Green Tangerine' },
      story: {
        ko: '팔월의 귤은 아직 초록이라 칼을 대기도 전에 눈이 감겨요. 설탕에 재워도 끝내 지지 않는 신맛이 있는데, 우리는 그 고집이 좋았어요.',
        en: 'Picked in August, long before it turns. Your eyes shut before the knife is through. Sugar has been tried on this fruit, and sugar lost.',
      },
      perfumer: koEunseom,
      year: 2009,
      concentration: 'eau-de-cologne',
      alcoholPercent: 82,
      family: 'citrus',
      notes: {
        top: ['green-tangerine', 'lime', 'chopi-pepper'],
        heart: ['mint', 'bitter-orange', 'ivy'],
        base: ['vetiver', 'white-musk'],
      },
      accords: { citrus: 88, green: 70, 'fresh-spicy': 42, aromatic: 26 },
      variants: [
        { volumeMl: 50, price: 68_000, stock: 48 },
        { volumeMl: 100, price: 106_000, stock: 37 },
      ],
    },
    {
      slug: 'july-sand',
      name: { ko: '칠월 모래', en: 'July Sand' },
      story: {
        ko: '맨발로 열 걸음을 버티다 결국 뛰었어요. 코코넛 기름에 모래가 붙은 어깨는 해가 지고도 한참을 낮이에요.',
        en: 'You manage ten steps barefoot and then you run. Sand sticks to the coconut oil on your shoulders, and long after sunset your back is still afternoon.',
      },
      perfumer: buTaeo,
      year: 2022,
      concentration: 'eau-de-parfum',
      alcoholPercent: 77,
      family: 'amber',
      notes: {
        top: ['coconut', 'bergamot', 'sea-salt'],
        heart: ['magnolia', 'milk', 'sea-breeze', 'gardenia'],
        base: ['amber', 'benzoin', 'ambergris', 'vanilla'],
      },
      accords: { amber: 78, marine: 52, milky: 44, 'white-floral': 34, vanilla: 22 },
      variants: [
        { volumeMl: 10, price: 35_000, stock: 21 },
        { volumeMl: 30, price: 92_000, stock: 16 },
        { volumeMl: 50, price: 128_000, stock: 28 },
      ],
    },
    {
      slug: 'lighthouse-keeper',
      name: { ko: '등대지기', en: 'Lighthouse Keeper' },
      story: {
        ko: '하룻밤에 생강차를 여섯 번 끓여요. 두 시간마다 일지를 쓰고 그때마다 주전자를 올리니까요. 오늘은 안개예요. 이런 날의 글씨가 제일 또박또박해요.',
        en: 'Six pots of ginger tea a night, one for each entry in the log. There is juniper along the cliff path and salt in every hinge. When fog comes down the handwriting gets neater.',
      },
      perfumer: buTaeo,
      year: 2024,
      concentration: 'eau-de-toilette',
      alcoholPercent: 80,
      family: 'spicy',
      notes: {
        top: ['ginger', 'juniper-berry', 'yuzu'],
        heart: ['sea-salt', 'cold-air', 'black-tea'],
        base: ['driftwood', 'wool', 'iron'],
      },
      accords: { 'fresh-spicy': 78, marine: 62, woody: 44, musk: 22 },
      variants: [
        { volumeMl: 30, price: 74_000, stock: 0 },
        { volumeMl: 50, price: 104_000, stock: 17 },
        { volumeMl: 100, price: 164_000, stock: 10 },
      ],
    },
  ],
};
