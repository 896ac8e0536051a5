// The phone's other thread: SMS, as the phone's own app shows them.

import { button, h } from "./dom.js";
import { icons } from "./icons.js";
import { chatTime } from "./time.js";

const GAP = 5 * 60_000;

export class Texts {
  constructor(send) {
    this.send = send;
    this.seen = new Set();
    this.last = null;
    this.unread = 0;
    this.own = h("p.texts-own");
    this.list = h("ol.texts", { role: "log", "aria-label": "短信", tabindex: 0 });
    this.words = h("textarea", { rows: 1, "aria-label": "写短信", placeholder: "短信", enterkeyhint: "send", maxlength: 500, onkeydown: (event) => this.onKey(event) });
    this.element = h("div.texts-app", {}, this.own, this.list,
      h("div.texts-bar", {}, this.words, button("texts-send", "发送短信", () => this.write(), icons.up())));
  }

  update(person, now) {
    this.own.textContent = `本机号码 ${spaced(person.phone)}`;
    this.now = now;
  }

  // Returns what has newly come from the shop.
  add(items) {
    const fresh = items.filter((each) => !this.seen.has(each.id));
    for (const each of fresh) this.show(each);
    if (fresh.length) this.settle();
    return fresh.filter((each) => each.from === "shop");
  }

  show(each) {
    this.seen.add(each.id);
    if (!this.last || new Date(each.at) - new Date(this.last.at) > GAP) {
      this.list.append(h("li.when", {}, h("time", { datetime: each.at }, chatTime(each.at, this.now))));
    }
    this.list.append(h(each.from === "shop" ? "li.came" : "li.went", {}, h("p", {}, each.text)));
    this.last = each;
  }

  settle() {
    requestAnimationFrame(() => { this.list.scrollTop = this.list.scrollHeight; });
  }

  onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.write();
  }

  write() {
    const text = this.words.value.trim();
    if (!text) return;
    this.words.value = "";
    this.send(text);
  }
}

// A banner over whatever the phone shows; it leaves by itself.
export function banner(device, text, open) {
  for (const old of device.querySelectorAll(".texts-banner")) old.remove();
  const close = () => element.remove();
  const element = h("button.texts-banner", { type: "button", "aria-label": `新短信：${text}`, onclick: () => { close(); open(); } },
    icons.texts(), h("span", {}, h("b", {}, "短信"), h("span", {}, text)));
  device.append(element);
  setTimeout(close, 7000);
}

const spaced = (number) => `${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}`;
