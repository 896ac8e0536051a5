// The shop's clock: tell the time, and let the bot step it.

import { post } from "./api.js";
import { h } from "./dom.js";
import { day, hour, localDay, tomorrowAt, weekDay } from "./time.js";

const HINT = "时钟只往前走，路上该发的消息会一条条发出。";

export class Clock {
  constructor(element, changed) {
    this.changed = changed;
    this.now = new Date().toISOString();
    this.stepping = false;
    this.hour = h("time.hour");
    this.day = h("p.day");
    this.note = h("p.clock-note", { role: "status" }, HINT);
    this.progress = h("div.stepping", { hidden: true });
    this.steps = [
      this.step("1小时后", () => ({ hours: 1 })),
      this.step("明早9点", () => ({ to: tomorrowAt(this.now, "09:00") })),
      this.step("三天后", () => ({ days: 3 })),
      this.step("三周后", () => ({ days: 21 })),
    ];
    element.append(h("div.clock-now", {}, h("div", {}, h("h2", {}, "店里的时钟"), this.day), this.hour),
      h("div.clock-steps", {}, ...this.steps), this.free(), this.progress, this.note);
    this.update(this.now);
  }

  step(label, wish) {
    return h("button.quiet", { type: "button", onclick: () => this.move(wish(), label) }, label);
  }

  free() {
    this.to = h("input.input", { type: "datetime-local", "aria-label": "拨到哪一刻", required: true });
    this.go = h("button.quiet", { type: "submit" }, "拨到");
    const move = (event) => { event.preventDefault(); this.move({ to: `${this.to.value}:00+08:00` }, this.to.value.replace("T", " ")); };
    return h("form.clock-to", { onsubmit: move }, this.to, this.go);
  }

  update(now) {
    this.now = now;
    this.hour.textContent = hour(now);
    this.hour.dateTime = now;
    this.day.textContent = `${day(now)} ${weekDay(now)}`;
    const stale = this.to.value <= `${localDay(now)}T${hour(now)}`;
    if (stale && document.activeElement !== this.to) this.to.value = tomorrowAt(now, "09:00").slice(0, 16);
  }

  async move(wish, label) {
    this.busy(true, `时钟正一步一步走向「${label}」，路上该发的都会发。`);
    try {
      const { now } = await post("/sim/clock", wish);
      this.update(now);
      this.busy(false, HINT);
    } catch (error) {
      this.busy(false, error.message);
    }
    this.changed();
  }

  busy(stepping, words) {
    this.stepping = stepping;
    this.progress.hidden = !stepping;
    this.note.textContent = words;
    this.note.classList.toggle("wrong", !stepping && words !== HINT);
    for (const each of [...this.steps, this.go]) each.disabled = stepping;
  }
}
