// Write moments as a phone in Beijing does.

const ZONE = "Asia/Shanghai";
const DAY = 86_400_000;

const parts = (options) => new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, hourCycle: "h23", ...options });
const hourAndMinute = parts({ hour: "2-digit", minute: "2-digit" });
const wholeDay = parts({ year: "numeric", month: "long", day: "numeric" });
const monthAndDay = parts({ month: "long", day: "numeric" });
const weekday = parts({ weekday: "long" });
const isoDay = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });

export const shortDay = (moment) => monthAndDay.format(new Date(moment));
export const hour = (moment) => hourAndMinute.format(new Date(moment));
export const day = (moment) => wholeDay.format(new Date(moment));
export const weekDay = (moment) => weekday.format(new Date(moment));
export const localDay = (moment) => isoDay.format(new Date(moment));

export function chatTime(moment, now) {
  const [then, today] = [localDay(moment), localDay(now)];
  if (then === today) return hour(moment);
  if (then === localDay(new Date(now).getTime() - DAY)) return `昨天 ${hour(moment)}`;
  const date = then.slice(0, 4) === today.slice(0, 4) ? monthAndDay : wholeDay;
  return `${date.format(new Date(moment))} ${hour(moment)}`;
}

export const tomorrowAt = (now, clock) => `${localDay(new Date(now).getTime() + DAY)}T${clock}:00+08:00`;
