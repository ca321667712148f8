import type { SeedHouse } from '../types';

const kangMuyeol = { ko: '강무열', en: 'Kang Muyeol' };
const ireneMosca = { ko: '이레네 모스카', en: 'Irene Mosca' };

export const lastTrain: SeedHouse = {
  slug: 'last-train',
  name: { ko: '막차', en: 'Last Train' },
  story: {
    ko: '자정 넘어 집에 가는 사람들을 위한 집이에요. 작업실은 종점 매표소 이층에 있어요. 가죽 의자와 젖은 아스팔트, 옷에 밴 남의 담배가 재료예요.',
    en: 'A house for people who get home after midnight. It works above the ticket office at a terminus, with train leather, wet tarmac and the smoke that other people leave in your coat.',
  },
  skuPrefix: 'LTN',
  bottle: 'slab',
  cap: 'black',
  perfumes: [
    {
      slug: 'end-of-the-line',
      name: { ko: '종점', en: 'End of the Line' },
      story: {
        ko: '다음 역은 없어요. 불이 꺼져요. 기사가 한 칸씩 걸어오며 자는 사람의 어깨를 두드려요. 가죽 손잡이들은 흔들리다가 하나씩 멈춰요.',
        en: '“All change,” says the driver, who has walked the length of the train to say it. Leather straps go on swinging over the empty seats.',
      },
      perfumer: kangMuyeol,
      year: 2018,
      concentration: 'eau-de-parfum',
      alcoholPercent: 75,
      family: 'leather',
      notes: {
        top: ['black-pepper', 'iron', 'cold-air'],
        heart: ['leather', 'tobacco', 'nutmeg'],
        base: ['birch-tar', 'oak', 'musk'],
      },
      accords: { leather: 86, smoky: 50, woody: 38, musk: 24 },
      variants: [
        { volumeMl: 10, price: 41_000, stock: 19 },
        { volumeMl: 50, price: 148_000, stock: 27 },
        { volumeMl: 100, price: 238_000, stock: 9 },
      ],
    },
    {
      slug: 'late-show',
      name: { ko: '심야 극장', en: 'Late Show' },
      story: {
        ko: '마지막 회의 관객은 둘이고, 여섯 줄 떨어져 앉았어요. 영사기 불빛 속으로 먼지가 분처럼 내려와요. 벨벳 의자는 초저녁 손님의 화장을 아직 기억해요.',
        en: 'Two people at the last showing, six rows apart. Dust comes down through the projector beam like powder off a puff, and the velvet still has somebody’s iris in it from the eight o’clock.',
      },
      perfumer: ireneMosca,
      year: 2020,
      concentration: 'eau-de-parfum',
      alcoholPercent: 76,
      family: 'powdery',
      notes: {
        top: ['pink-pepper', 'plum', 'paper'],
        heart: ['face-powder', 'orris', 'heliotrope'],
        base: ['suede', 'vanilla', 'guaiac-wood'],
      },
      accords: { powdery: 80, iris: 58, leather: 40, vanilla: 28, smoky: 20 },
      variants: [
        { volumeMl: 10, price: 40_000, stock: 14 },
        { volumeMl: 30, price: 104_000, stock: 11 },
        { volumeMl: 50, price: 144_000, stock: 22 },
      ],
    },
    {
      slug: 'second-basement',
      name: { ko: '지하 이층', en: 'Second Basement' },
      story: {
        ko: '계단을 두 번 내려가면 시계가 없어요. 마룻바닥은 쏟은 럼주를 다 마셨고, 벽은 금연이 되기 전의 담배를 아직 피워요. 나올 때 취해 있는 건 외투예요.',
        en: 'Down one flight, then another, and there is no clock. Rum has soaked into the floorboards and the walls are still on their cigarettes from before the ban. You leave sober. Your coat does not.',
      },
      perfumer: kangMuyeol,
      year: 2016,
      concentration: 'parfum',
      alcoholPercent: 70,
      family: 'leather',
      notes: {
        top: ['rum', 'cardamom', 'plum'],
        heart: ['tobacco', 'leather', 'clove'],
        base: ['birch-tar', 'guaiac-wood', 'oak', 'beeswax'],
      },
      accords: { smoky: 88, leather: 56, woody: 44, honey: 30, 'warm-spicy': 18 },
      variants: [
        { volumeMl: 10, price: 54_000, stock: 8 },
        { volumeMl: 30, price: 140_000, stock: 10 },
        { volumeMl: 50, price: 206_000, stock: 4 },
      ],
    },
    {
      slug: 'the-left-glove',
      name: { ko: '왼쪽 장갑', en: 'The Left Glove' },
      story: {
        ko: '택시에 두고 내리는 건 꼭 왼쪽이에요. 남은 오른쪽은 주머니 속에서 손 모양을 풀지 않은 채, 보라색 안감에 제비꽃 물을 들이며 기다려요.',
        en: 'It is the left one that stays in the taxi. The right goes on living in a pocket, violet-lined and still shaped like a hand.',
      },
      perfumer: ireneMosca,
      year: 2014,
      concentration: 'eau-de-parfum',
      alcoholPercent: 75.5,
      family: 'leather',
      notes: {
        top: ['violet-leaf', 'bergamot', 'saffron'],
        heart: ['violet', 'orris', 'leather'],
        base: ['suede', 'musk', 'face-powder'],
      },
      accords: { leather: 92, violet: 52, iris: 34, powdery: 28, musk: 16 },
      variants: [
        { volumeMl: 10, price: 46_000, stock: 17 },
        { volumeMl: 50, price: 168_000, stock: 12 },
        { volumeMl: 100, price: 268_000, stock: 2 },
      ],
    },
    {
      slug: 'emergency-exit',
      name: { ko: '비상구', en: 'Emergency Exit' },
      story: {
        ko: '문을 밀면 음악이 뚝 끊겨요. 초록 불 아래 쑥술 잔을 든 사람이 먼저 나와 있어요. “시끄럽죠?” 대답 대신 벽 쪽으로 자리를 조금 비켜 줘요.',
        en: 'Push the bar and the party stops: one green light, cold air, a stranger holding something made from wormwood. “Too loud?” “Too loud.”',
      },
      perfumer: kangMuyeol,
      year: 2022,
      concentration: 'eau-de-toilette',
      alcoholPercent: 80,
      family: 'aromatic',
      notes: {
        top: ['wormwood', 'mint', 'cold-air'],
        heart: ['clary-sage', 'star-anise', 'iron'],
        base: ['leather', 'cypress', 'oakmoss'],
      },
      accords: { aromatic: 78, ozonic: 48, leather: 40, mossy: 28, woody: 16 },
      variants: [
        { volumeMl: 30, price: 86_000, stock: 13 },
        { volumeMl: 50, price: 120_000, stock: 16 },
        { volumeMl: 100, price: 188_000, stock: 8 },
      ],
    },
    {
      slug: 'first-train',
      name: { ko: '첫차', en: 'First Train' },
      story: {
        ko: '막차를 놓친 사람과 첫차를 타는 사람이 한 벤치에 앉아요. 한쪽은 어젯밤 냄새가 나고 한쪽은 비누 냄새가 나요. 문이 열리면 같은 공기가 둘의 무릎에 닿아요.',
        en: 'Someone who missed the last train shares a bench with someone catching the first one. Yesterday’s smoke, this morning’s soap. Then the doors open, and the cold air that comes out belongs to both of them.',
      },
      perfumer: ireneMosca,
      year: 2024,
      concentration: 'eau-de-toilette',
      alcoholPercent: 82,
      family: 'aquatic',
      notes: {
        top: ['cold-air', 'soap', 'yuzu'],
        heart: ['cotton-flower', 'paper', 'iron'],
        base: ['white-musk', 'tobacco', 'cedar'],
      },
      accords: { ozonic: 74, musk: 66, citrus: 30, smoky: 24, powdery: 20 },
      variants: [
        { volumeMl: 30, price: 84_000, stock: 24 },
        { volumeMl: 50, price: 116_000, stock: 0 },
        { volumeMl: 100, price: 182_000, stock: 15 },
      ],
    },
    {
      slug: 'wet-tarmac',
      name: { ko: '아스팔트', en: 'Wet Tarmac' },
      story: {
        ko: '공사 중인 도로에 소나기가 왔어요. 덜 식은 길이 칙 소리를 내고, 신호등 세 개가 바닥에 거꾸로 켜졌어요. 역청과 흙과 동전 냄새가 십 분쯤 떠 있었어요.',
        en: 'They had just rolled the road when the shower came. It hissed. For ten minutes the traffic lights hung upside down in the street and everything smelled of pitch, and soil, and loose change.',
      },
      perfumer: kangMuyeol,
      year: 2021,
      concentration: 'eau-de-parfum',
      alcoholPercent: 77,
      family: 'woody',
      notes: {
        top: ['rain', 'asphalt', 'grapefruit'],
        heart: ['wet-earth', 'iron', 'kudzu-root'],
        base: ['vetiver', 'birch-tar', 'patchouli'],
      },
      accords: { earthy: 82, smoky: 52, ozonic: 46, leather: 26 },
      variants: [
        { volumeMl: 10, price: 38_000, stock: 20 },
        { volumeMl: 50, price: 136_000, stock: 18 },
      ],
    },
    {
      slug: 'one-more',
      name: { ko: '한 잔 더', en: 'One More' },
      story: {
        ko: '의자를 올리던 바텐더가 병을 다시 내렸어요. 얼음은 없고 잔은 두 개예요. 참나무 통에서 열두 해를 잔 술이 꿀 이야기부터 꺼내요.',
        en: 'The chairs were already up when he took the bottle down again. Twelve years in oak, poured without ice, and the first thing it wants to talk about is honey.',
      },
      perfumer: ireneMosca,
      year: 2026,
      concentration: 'eau-de-parfum',
      alcoholPercent: 74,
      family: 'gourmand',
      notes: {
        top: ['whisky', 'bitter-orange', 'quince'],
        heart: ['honey', 'tobacco', 'almond'],
        base: ['oak', 'tonka-bean', 'leather'],
      },
      accords: { honey: 80, woody: 58, leather: 30, fruity: 26, vanilla: 22 },
      variants: [
        { volumeMl: 10, price: 43_000, stock: 25 },
        { volumeMl: 50, price: 156_000, stock: 30 },
        { volumeMl: 100, price: 250_000, stock: 6 },
      ],
    },
  ],
};
