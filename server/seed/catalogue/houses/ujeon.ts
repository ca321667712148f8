import type { SeedHouse } from '../types';

const hanSeoyul = { ko: '한서율', en: 'Han Seoyul' };
const doKyungchae = { ko: '도경채', en: 'Do Kyungchae' };

export const ujeon: SeedHouse = {
  slug: 'ujeon',
  name: { ko: '우전', en: 'Ujeon' },
  story: {
    ko: '곡우 전에 딴 찻잎을 우전이라고 불러요. 하동의 차 덖는 집 이층에서 시작했고, 새 향은 비 오는 날에만 골라요.',
    en: 'Ujeon is the tea picked before the spring rain. The house began in a room above a tea roaster in Hadong, and it still chooses its perfumes only on days when it rains.',
  },
  skuPrefix: 'UJN',
  bottle: 'cylinder',
  cap: 'porcelain',
  perfumes: [
    {
      slug: 'after-rain',
      name: { ko: '비 온 뒤', en: 'After Rain' },
      story: {
        ko: '비가 그쳤어요. 처마 끝에 한 방울이 남아서 떨어질까 말까 해요. 새가 먼저 알고 울어요. 창을 열면 젖은 돌과 풀이 들어오고 흙은 한 걸음 늦게 와요.',
        en: 'The gutter is still running but the sky has finished. Somebody opens a window on the yard, and what comes in is wet stone, cut stems and a little earth.',
      },
      perfumer: hanSeoyul,
      year: 2014,
      concentration: 'eau-de-parfum',
      alcoholPercent: 78,
      family: 'aquatic',
      notes: {
        top: ['rain', 'violet-leaf', 'bergamot'],
        heart: ['wet-stone', 'freesia', 'cut-grass'],
        base: ['wet-earth', 'vetiver', 'white-musk'],
      },
      accords: { ozonic: 90, green: 62, earthy: 34, violet: 24, musk: 18 },
      variants: [
        { volumeMl: 10, price: 28_000, stock: 41 },
        { volumeMl: 50, price: 98_000, stock: 36 },
        { volumeMl: 100, price: 158_000, stock: 12 },
      ],
    },
    {
      slug: 'first-flush',
      name: { ko: '첫물차', en: 'First Flush' },
      story: {
        ko: '사월 찻잎은 손톱만 해요. 가마솥에서 아홉 번 뒤집는 동안 풀 냄새가 밥 냄새로 바뀌어요. 그 사이 어디쯤에서 불을 껐어요.',
        en: 'An April leaf is no bigger than a fingernail. Turned in the iron pan, it goes from lawn to warm rice, and we stopped it about halfway.',
      },
      perfumer: doKyungchae,
      year: 2012,
      concentration: 'eau-de-toilette',
      alcoholPercent: 81,
      family: 'green',
      notes: {
        top: ['green-tea', 'bergamot', 'bamboo-leaf'],
        heart: ['jasmine', 'rice', 'iron'],
        base: ['cedar', 'white-musk'],
      },
      accords: { tea: 94, green: 58, citrus: 26, milky: 16 },
      variants: [
        { volumeMl: 30, price: 62_000, stock: 18 },
        { volumeMl: 50, price: 88_000, stock: 27 },
        { volumeMl: 100, price: 138_000, stock: 9 },
      ],
    },
    {
      slug: 'wet-umbrella',
      name: { ko: '젖은 우산', en: 'Wet Umbrella' },
      story: {
        ko: '“비 아직 오나요?” 손님이 두 번째 물어요. 현관에 펼쳐 둔 우산 세 개가 마루에 웅덩이를 만드는 동안, 가죽 손잡이 냄새가 홍차 옆까지 건너와요.',
        en: 'Three umbrellas stand open in the hall and one of them isn’t ours. Water ticks off a leather handle onto the tiles. Is it still raining? Better make another pot.',
      },
      perfumer: hanSeoyul,
      year: 2018,
      concentration: 'eau-de-parfum',
      alcoholPercent: 77.5,
      family: 'aquatic',
      notes: {
        top: ['rain', 'cold-air', 'black-pepper'],
        heart: ['orris', 'black-tea', 'wet-stone', 'asphalt'],
        base: ['suede', 'musk', 'cedar'],
      },
      accords: { ozonic: 78, musk: 48, leather: 44, iris: 30, tea: 22 },
      variants: [
        { volumeMl: 10, price: 29_000, stock: 22 },
        { volumeMl: 30, price: 72_000, stock: 0 },
        { volumeMl: 50, price: 108_000, stock: 14 },
      ],
    },
    {
      slug: 'matcha-bowl',
      name: { ko: '말차 사발', en: 'Matcha Bowl' },
      story: {
        ko: '거품이 꺼지기 전에 마셔야 해요. 첫 모금은 쌉쌀하고, 사발 바닥에는 데운 우유처럼 순한 것이 남아요.',
        en: 'Drink it before the foam falls. It is bitter at the rim, and at the bottom of the bowl there is something close to warm milk.',
      },
      perfumer: doKyungchae,
      year: 2021,
      concentration: 'eau-de-parfum',
      alcoholPercent: 76,
      family: 'gourmand',
      notes: {
        top: ['matcha', 'steam', 'bamboo-leaf'],
        heart: ['milk', 'rice', 'jasmine'],
        base: ['sandalwood', 'vanilla', 'white-musk'],
      },
      accords: { milky: 86, tea: 80, green: 42, vanilla: 20 },
      variants: [
        { volumeMl: 10, price: 32_000, stock: 33 },
        { volumeMl: 50, price: 118_000, stock: 25 },
      ],
    },
    {
      slug: 'long-rain',
      name: { ko: '장마', en: 'Long Rain' },
      story: {
        ko: '칠월 셋째 주, 빨래가 마르지 않아요. 벽 뒤에서 이끼가 자라는 소리가 들릴 것 같아요. 이 눅눅함을 미워하지 않는 데 스무 해가 걸렸어요.',
        en: 'Week three, and the towels will not dry. Moss gets on with its work behind the shed. It took us twenty summers to stop minding: oakmoss, soaked ground, patchouli steaming beside the path.',
      },
      perfumer: hanSeoyul,
      year: 2016,
      concentration: 'parfum',
      alcoholPercent: 70,
      family: 'chypre',
      notes: {
        top: ['rain', 'fig-leaf', 'coriander-seed'],
        heart: ['moss', 'lotus-leaf', 'wet-stone'],
        base: ['oakmoss', 'patchouli', 'wet-earth', 'vetiver'],
      },
      accords: { mossy: 84, earthy: 68, ozonic: 38, green: 32, woody: 20 },
      variants: [
        { volumeMl: 10, price: 42_000, stock: 11 },
        { volumeMl: 30, price: 108_000, stock: 7 },
        { volumeMl: 50, price: 158_000, stock: 3 },
      ],
    },
    {
      slug: 'lotus-pond',
      name: { ko: '연못가', en: 'Lotus Pond' },
      story: {
        ko: '연꽃은 새벽에 열리고 점심이면 닫혀서, 조향사는 한 철 내내 못가에서 아침을 먹었어요. 공책에는 잎에서 물이 굴러떨어진 시각까지 적혀 있어요.',
        en: 'A lotus opens before dawn and shuts by lunch. Our perfumer ate breakfast beside the pond for a whole summer and came home with a notebook full of water.',
      },
      perfumer: doKyungchae,
      year: 2023,
      concentration: 'eau-de-toilette',
      alcoholPercent: 80,
      family: 'floral',
      notes: {
        top: ['dew', 'lotus-leaf', 'quince'],
        heart: ['lotus', 'water-lily', 'green-tea'],
        base: ['white-musk', 'wet-earth'],
      },
      accords: { 'white-floral': 78, ozonic: 54, green: 50, tea: 24, fruity: 16 },
      variants: [
        { volumeMl: 30, price: 68_000, stock: 20 },
        { volumeMl: 50, price: 96_000, stock: 31 },
        { volumeMl: 100, price: 152_000, stock: 6 },
      ],
    },
    {
      slug: 'kettle-song',
      name: { ko: '찻물 소리', en: 'Kettle Song' },
      story: {
        ko: '솔바람 소리가 나면 물이 알맞게 끓은 거래요. 옛 차책에 나오는 말이에요. 쇠 주전자 곁에 훈연차 통을 열어 두고, 편백 뚜껑을 덮기 전에 들어 보세요.',
        en: 'The old manuals say water is ready for tea when it sounds like wind in pines. Listen, then pour. The leaves were smoked over pine as well, which may be why they get on.',
      },
      perfumer: hanSeoyul,
      year: 2019,
      concentration: 'eau-de-parfum',
      alcoholPercent: 78,
      family: 'aromatic',
      notes: {
        top: ['steam', 'smoked-tea', 'cardamom'],
        heart: ['black-tea', 'iron', 'mugwort', 'chrysanthemum'],
        base: ['hinoki', 'pine', 'guaiac-wood'],
      },
      accords: { tea: 84, smoky: 58, woody: 46, aromatic: 28 },
      variants: [
        { volumeMl: 10, price: 31_000, stock: 17 },
        { volumeMl: 50, price: 112_000, stock: 19 },
        { volumeMl: 100, price: 176_000, stock: 4 },
      ],
    },
    {
      slug: 'barley-tea',
      name: { ko: '보리차', en: 'Barley Tea' },
      story: {
        ko: '냉장고 문에 늘 있던 유리병을 누가 채우는지는 몰랐어요. 보리를 볶고 물을 붓는 사람이 되고 보니, 부엌에 퍼지는 이 냄새가 그때의 대답 같아요.',
        en: 'There was always a glass bottle in the refrigerator door, and it was always full. You were grown before you asked who filled it.',
      },
      perfumer: doKyungchae,
      year: 2025,
      concentration: 'eau-de-cologne',
      alcoholPercent: 76,
      family: 'woody',
      notes: {
        top: ['roasted-barley', 'cold-air'],
        heart: ['hay', 'smoked-tea', 'toasted-bread'],
        base: ['oak', 'cedar', 'tonka-bean'],
      },
      accords: { woody: 74, tea: 66, smoky: 28, vanilla: 22, ozonic: 18 },
      variants: [
        { volumeMl: 50, price: 78_000, stock: 44 },
        { volumeMl: 100, price: 118_000, stock: 28 },
      ],
    },
  ],
};
