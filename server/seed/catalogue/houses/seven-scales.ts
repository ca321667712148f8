import type { SeedHouse } from '../types';

const yasminKorkut = { ko: '야스민 코르쿠트', en: 'Yasmin Korkut' };
const priyaVenkat = { ko: '프리야 벤카트', en: 'Priya Venkat' };

export const sevenScales: SeedHouse = {
  slug: 'seven-scales',
  name: { ko: '일곱 저울', en: 'Seven Scales' },
  story: {
    ko: '항구 시장의 향신료 가게 일곱 곳이 저울을 하나씩 내놓아 차린 집이에요. 값을 깎는 사람에게는 덤을 주고, 서두르는 사람에게는 차부터 줘요.',
    en: 'Seven spice merchants in one harbour market each put in a pair of scales, and that was the company. Hagglers leave with a little extra. People in a hurry are given tea first.',
  },
  skuPrefix: 'SVS',
  bottle: 'lantern',
  cap: 'brass',
  perfumes: [
    {
      slug: 'red-thread',
      name: { ko: '붉은 실', en: 'Red Thread' },
      story: {
        ko: '꽃 백오십 송이를 따야 사프란 일 그램이 나와요. 저울 앞에 앉은 사람이 스카프로 입을 가리는 건, 한숨 한 번에 월세가 날아가기 때문이에요.',
        en: 'It takes a hundred and fifty crocuses to make a gram. The woman who weighs the saffron ties a scarf over her mouth, because a sigh can cost her a week’s rent.',
      },
      perfumer: yasminKorkut,
      year: 2017,
      concentration: 'parfum',
      alcoholPercent: 69,
      family: 'spicy',
      notes: {
        top: ['saffron', 'nutmeg', 'blackcurrant'],
        heart: ['rose', 'carnation', 'hay'],
        base: ['leather', 'labdanum', 'guaiac-wood'],
      },
      accords: { 'warm-spicy': 88, leather: 48, amber: 40, rose: 30 },
      variants: [
        { volumeMl: 10, price: 58_000, stock: 15 },
        { volumeMl: 30, price: 150_000, stock: 9 },
        { volumeMl: 50, price: 224_000, stock: 6 },
      ],
    },
    {
      slug: 'cinnamon-alley',
      name: { ko: '계피 골목', en: 'Cinnamon Alley' },
      story: {
        ko: '왼쪽으로 두 번 꺾으면 거기서부터는 눈을 감아도 돼요. 어른 키만 한 자루에서 돌돌 말린 껍질이 삐져나와 있어요. 주인은 한 조각을 분질러 건네고는 딴 데를 봐요.',
        en: 'Left, left again, and you can do the rest with your eyes shut. The sacks are taller than the boy who minds them. He snaps off a piece of bark, hands it over and lets you bring up money.',
      },
      perfumer: priyaVenkat,
      year: 2014,
      concentration: 'eau-de-parfum',
      alcoholPercent: 76,
      family: 'spicy',
      notes: {
        top: ['cinnamon', 'star-anise', 'bitter-orange'],
        heart: ['clove', 'nutmeg', 'honey', 'butter'],
        base: ['vanilla', 'cedar', 'benzoin'],
      },
      accords: { 'warm-spicy': 92, vanilla: 48, woody: 34, honey: 24 },
      variants: [
        { volumeMl: 10, price: 34_000, stock: 37 },
        { volumeMl: 50, price: 122_000, stock: 29 },
        { volumeMl: 100, price: 194_000, stock: 16 },
      ],
    },
    {
      slug: 'the-second-cup',
      name: { ko: '둘째 잔', en: 'The Second Cup' },
      story: {
        ko: '첫 잔을 마시면서는 값을 묻고, 둘째 잔을 마시면서는 어머니 안부를 물어요. 흥정은 둘째 잔에서 끝나요. 카다멈 껍질 하나가 잔 바닥에 붙어 있어요.',
        en: 'Over the first cup you ask what it costs. Over the second you ask after his mother, and that is when the price comes down. Cardamom, dark roast, a husk left in the grounds.',
      },
      perfumer: yasminKorkut,
      year: 2019,
      concentration: 'eau-de-parfum',
      alcoholPercent: 77,
      family: 'spicy',
      notes: {
        top: ['cardamom', 'coriander-seed', 'pink-pepper'],
        heart: ['coffee', 'charcoal', 'rose', 'date'],
        base: ['guaiac-wood', 'cream', 'cacao'],
      },
      accords: { 'fresh-spicy': 84, smoky: 42, woody: 36, milky: 30 },
      variants: [
        { volumeMl: 10, price: 36_000, stock: 18 },
        { volumeMl: 50, price: 128_000, stock: 26 },
        { volumeMl: 100, price: 204_000, stock: 7 },
      ],
    },
    {
      slug: 'rose-sugar',
      name: { ko: '장미 설탕', en: 'Rose Sugar' },
      story: {
        ko: '네모난 젤리를 하얀 가루에 굴려 줘요. 베어 물면 가루가 먼저 날고 장미는 한 박자 늦게 와요. 가게 사람 모두 소매 끝이 하얀데, 상자에 손댄 사람은 없대요.',
        en: 'A pink cube, a cloud of sugar, and the rose a second behind. Everyone in the shop has white on their cuffs and an explanation.',
      },
      perfumer: priyaVenkat,
      year: 2021,
      concentration: 'eau-de-parfum',
      alcoholPercent: 76.5,
      family: 'gourmand',
      notes: {
        top: ['sugar', 'lemon', 'raspberry'],
        heart: ['rose', 'face-powder', 'almond'],
        base: ['vanilla', 'tonka-bean', 'white-musk'],
      },
      accords: { vanilla: 82, rose: 68, powdery: 42, musk: 20 },
      variants: [
        { volumeMl: 10, price: 35_000, stock: 45 },
        { volumeMl: 30, price: 88_000, stock: 2 },
        { volumeMl: 50, price: 118_000, stock: 38 },
      ],
    },
    {
      slug: 'amber-beads',
      name: { ko: '호박 목걸이', en: 'Amber Beads' },
      story: {
        ko: '“사천만 년 걸린 돌인데 뭐가 급해요.” 할머니는 값을 치르기 전에 꼭 목걸이를 한 번 만졌어요. 살에 닿은 쪽만 늘 따뜻했어요.',
        en: 'She touched the beads before she paid for anything. Forty million years to harden, so there was never any hurry. The side that lay against her skin was always warm.',
      },
      perfumer: yasminKorkut,
      year: 2011,
      concentration: 'eau-de-parfum',
      alcoholPercent: 74,
      family: 'amber',
      notes: {
        top: ['bergamot', 'clove', 'elemi'],
        heart: ['opoponax', 'rose', 'beeswax'],
        base: ['amber', 'labdanum', 'vanilla', 'benzoin'],
      },
      accords: { amber: 95, resinous: 56, vanilla: 44, honey: 22, 'warm-spicy': 18 },
      variants: [
        { volumeMl: 10, price: 43_000, stock: 21 },
        { volumeMl: 50, price: 156_000, stock: 24 },
        { volumeMl: 100, price: 250_000, stock: 10 },
      ],
    },
    {
      slug: 'the-pepper-ship',
      name: { ko: '후추 배', en: 'The Pepper Ship' },
      story: {
        ko: '배보다 하루 먼저 냄새가 들어와서, 부두에서는 재채기로 입항을 알아요. 갑판은 세 번을 닦아도 발바닥이 따끔거려요.',
        en: 'You smell it a day before you see it. Along the quay they announce the ship by sneezing. Black pepper in the planks, tar between them, and salt on everything.',
      },
      perfumer: priyaVenkat,
      year: 2016,
      concentration: 'eau-de-toilette',
      alcoholPercent: 80,
      family: 'spicy',
      notes: {
        top: ['black-pepper', 'chopi-pepper', 'grapefruit'],
        heart: ['sea-salt', 'ginger', 'nutmeg'],
        base: ['oak', 'birch-tar', 'vetiver'],
      },
      accords: { 'fresh-spicy': 90, woody: 52, marine: 34, leather: 24, citrus: 18 },
      variants: [
        { volumeMl: 30, price: 82_000, stock: 22 },
        { volumeMl: 50, price: 114_000, stock: 20 },
        { volumeMl: 100, price: 180_000, stock: 13 },
      ],
    },
    {
      slug: 'dates-at-dusk',
      name: { ko: '해 질 녘 대추야자', en: 'Dates at Dusk' },
      story: {
        ko: '시장이 닫을 무렵이면 대추야자가 반값이에요. 종이봉투 바닥은 벌써 끈적해요. 씨 뱉을 데를 찾느라 골목 하나를 더 걸었는데, 그쪽이 지름길이었어요.',
        en: 'At closing time dates are half price, and you eat them walking, out of a bag with a sticky floor. You go one alley further only to find somewhere to put the stones.',
      },
      perfumer: priyaVenkat,
      year: 2023,
      concentration: 'eau-de-parfum',
      alcoholPercent: 75,
      family: 'fruity',
      notes: {
        top: ['plum', 'bitter-orange', 'cardamom'],
        heart: ['date', 'honey', 'cinnamon', 'fig'],
        base: ['amber', 'tobacco', 'sandalwood'],
      },
      accords: { fruity: 80, honey: 60, amber: 50, 'warm-spicy': 34, woody: 16 },
      variants: [
        { volumeMl: 10, price: 37_000, stock: 16 },
        { volumeMl: 50, price: 134_000, stock: 15 },
      ],
    },
    {
      slug: 'a-pound-of-smoke',
      name: { ko: '연기 한 근', en: 'A Pound of Smoke' },
      story: {
        ko: '유향은 무게로 사서 연기로 써요. 상인은 숯 위에 알갱이 하나를 얹고 손님 소매에 연기를 쐬어 줘요. 시장을 한 바퀴 돌고 생각나면 오라는데, 다들 반 바퀴 만에 돌아와요.',
        en: 'Frankincense is bought by weight and spent as smoke. The merchant drops a grain on the coal, fans it up your sleeve and sends you for a walk round the market. Most people are back before they reach the fish.',
      },
      perfumer: yasminKorkut,
      year: 2025,
      concentration: 'parfum',
      alcoholPercent: 68,
      family: 'amber',
      notes: {
        top: ['elemi', 'lemon', 'pink-pepper'],
        heart: ['frankincense', 'charcoal', 'osmanthus'],
        base: ['myrrh', 'labdanum', 'cypress', 'opoponax'],
      },
      accords: { resinous: 88, smoky: 62, amber: 36, citrus: 22, woody: 18 },
      variants: [
        { volumeMl: 10, price: 55_000, stock: 12 },
        { volumeMl: 30, price: 144_000, stock: 17 },
        { volumeMl: 50, price: 212_000, stock: 0 },
      ],
    },
  ],
};
