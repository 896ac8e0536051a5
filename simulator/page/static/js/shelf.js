// The phones that lie on the table, remembered by this browser.

import { get, post } from "./api.js";
import { button, h, toast } from "./dom.js";
import { guide } from "./guide.js";
import { icons, personAvatar } from "./icons.js";
import { Phone } from "./phone.js";

export class Shelf {
  constructor(element, dialog, { changed, held }) {
    this.changed = changed;
    this.held = held;
    this.dialog = dialog;
    this.phones = [];
    this.inHand = null;
    this.switcher = h("div.switcher", { role: "group", "aria-label": "换一部手机" });
    this.row = h("div.phones-inner", {}, this.switcher, guide());
    element.append(this.row);
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  }

  async begin() {
    const { items } = await get("/sim/people");
    const wanted = JSON.parse(localStorage.getItem("phones") || "[]");
    const found = items.filter((person) => wanted.includes(person.openid));
    const first = found.length ? found : items.slice(0, 1);
    for (const person of first.length ? first : [await post("/sim/people", {})]) this.take(person);
  }

  get openids() { return this.phones.map((phone) => phone.person.openid); }

  take(person) {
    const phone = new Phone(person, { changed: this.changed, putAway: (each) => this.putAway(each), touched: (each) => this.touch(each) });
    this.phones.push(phone);
    this.row.append(phone.element);
    this.hold(phone);
    this.remember();
    if (this.phones.length > 1) phone.element.scrollIntoView({ behavior: "smooth", inline: "end", block: "nearest" });
    this.changed();
  }

  putAway(phone) {
    if (this.phones.length === 1) { toast("桌上至少留一部手机。"); return; }
    this.phones = this.phones.filter((each) => each !== phone);
    phone.element.remove();
    this.hold(this.phones[0]);
    this.remember();
  }

  touch(phone) {
    if (phone !== this.inHand && this.phones.includes(phone)) this.hold(phone);
  }

  hold(phone) {
    this.inHand = phone;
    for (const each of this.phones) each.element.classList.toggle("in-hand", each === phone);
    this.drawSwitcher();
    this.held(phone.person);
  }

  remember() {
    localStorage.setItem("phones", JSON.stringify(this.openids));
  }

  drawSwitcher() {
    const faces = this.phones.map((phone) => h("button.face", { type: "button", "aria-pressed": String(phone === this.inHand), onclick: () => this.hold(phone) },
      personAvatar(phone.person), h("span", {}, phone.person.name)));
    this.switcher.replaceChildren(...faces, button("face-add", "再添一部手机", () => this.ask(), icons.plus()));
  }

  async ask() {
    const { items } = await get("/sim/people");
    const others = items.filter((person) => !this.openids.includes(person.openid)).slice(-30).reverse();
    const name = h("input.input", { name: "name", maxlength: 20, placeholder: "可以不填", autocomplete: "off" });
    const add = async (event) => {
      event.preventDefault();
      const body = name.value.trim() ? { name: name.value.trim() } : {};
      this.pick(await post("/sim/people", body).catch((error) => { toast(error.message); return null; }));
    };
    const known = others.map((each) => h("button", { type: "button", onclick: () => this.pick(each) }, personAvatar(each), h("span", {}, each.name)));
    this.dialog.replaceChildren(...[
      h("header", {}, h("h2", {}, "再添一部手机"), button("text-button", "关闭", () => this.dialog.close(), "关闭")),
      h("form", { onsubmit: add }, h("label.field", {}, h("span", {}, "新顾客的名字"), name), h("button.solid", { type: "submit" }, "添上")),
      known.length > 0 && h("div.known", {}, h("h3", {}, "或者请一位来过的"), ...known)].filter(Boolean));
    this.dialog.showModal();
    name.focus();
  }

  pick(person) {
    this.dialog.close();
    if (person) this.take(person);
  }
}
