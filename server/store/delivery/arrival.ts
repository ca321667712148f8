import { areaOf } from './areas';
import { addWorkingDays } from './calendar';
import { addDays, dayAt, momentAt } from './days';
import type { Arrival, DeliveryRule } from './model';

/**
 * When it would arrive if it were paid now. The shop sends on working days that it does not pause; what is on the road
 * goes on while the shop pauses, but not on weekends and holidays. @param postcode null: on the mainland
 */
export function arrivalOf(now: Date, rule: DeliveryRule, postcode: string | null): Arrival {
  const today = dayAt(now);
  const earliest = now < momentAt(today, rule.cutOffHour) ? today : addDays(today, 1);
  const shipsOn = addWorkingDays(earliest, 0, rule);
  const road = { holidays: rule.holidays, pauses: [] };
  const days = rule.transitDays + (areaOf(rule.areas, postcode)?.extraDays ?? 0);
  return {
    shipsOn,
    payBefore: momentAt(shipsOn, rule.cutOffHour),
    from: addWorkingDays(shipsOn, days, road),
    until: addWorkingDays(shipsOn, days + rule.transitMore, road),
  };
}
