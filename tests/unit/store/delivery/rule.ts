import type { Area, DeliveryRule } from '../../../../server/store/delivery/model';

export const JEJU: Area = {
  id: 1,
  nameKo: '제주',
  nameEn: 'Jeju',
  postcodeFrom: '63000',
  postcodeUntil: '63644',
  fee: 3_000,
  extraDays: 1,
};

export const RULE: DeliveryRule = {
  fee: 3_000,
  freeFrom: 50_000,
  areasWhenFree: 'charged',
  areas: [JEJU],
  cutOffHour: 14,
  transitDays: 1,
  transitMore: 1,
  holidays: new Set(),
  pauses: [],
};
