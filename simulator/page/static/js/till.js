// The till: who buys what from whom; receipts; returns; confirming a member's code.

import { get, post } from "./api.js";
import { Basket, shownYuan, yuan } from "./basket.js";
import { button, h } from "./dom.js";
import { GOODS, GUIDES, LEVELS, STORES } from "./example.js";
import { goods } from "./icons.js";
import { Receipts, receiptNumber } from "./receipts.js";

const TILL = "till-1";
const WAYS = { openid: "这部手机", phone: "手机号", member_code: "会员码" };

export class Till {
  constructor(element, changed) {
    this.changed = changed;
    this.basket = new Basket();
    this.receipts = new Receipts(TILL, () => this.changed());
    this.people = [];
    element.append(h("h2", {}, "收银台"), this.form(), this.receipts.element, this.bindings());
    element.addEventListener("pointerenter", () => this.look());
    this.drawBill();
    this.setWay("openid");
  }

  form() {
    this.bill = h("ul.bill", { "aria-label": "账单", "aria-live": "polite" });
    this.pay = h("button.solid.pay", { type: "submit" });
    this.gift = h("input", { type: "checkbox" });
    this.rain = h("input", { type: "checkbox" });
    this.store = input(STORES[0] || "", { list: "stores", "aria-label": "门店" });
    this.guide = input(Object.keys(GUIDES)[0] || "", { list: "guides", "aria-label": "导购" });
    return h("form.till-form", { onsubmit: (event) => { event.preventDefault(); this.sell(); } },
      this.customer(), h("div.goods", { role: "group", "aria-label": "商品" }, ...GOODS.map((item) => this.tile(item))), this.bill,
      h("div.two", {}, inline("门店", this.store), inline("导购", this.guide)),
      datalist("stores", STORES), datalist("guides", Object.keys(GUIDES)),
      h("div.chips", {}, chip("送人", this.gift), chip("下雨", this.rain), this.pay));
  }

  // who

  customer() {
    this.whoIs = h("p.who-is", { role: "status" });
    this.person = h("select.input", { "aria-label": "哪部手机", onchange: () => { this.served = this.person.value; this.look(); } });
    this.typed = h("input.input", { "aria-label": "手机号或会员码", inputmode: "numeric", autocomplete: "off", onchange: () => this.look() });
    const radios = Object.entries(WAYS).map(([way, label]) => h("label", {},
      h("input", { type: "radio", name: "way", value: way, checked: way === "openid", onchange: () => this.setWay(way) }), h("span", {}, label)));
    return h("fieldset", {}, h("legend.unseen", {}, "顾客"), h("div.who", {}, ...radios), h("div.who-is", {}, this.person, this.typed), this.whoIs);
  }

  setWay(way) {
    this.way = way;
    this.person.hidden = way !== "openid";
    this.typed.hidden = way === "openid";
    this.typed.value = "";
    this.typed.placeholder = way === "phone" ? "11 位手机号" : "顾客手机上的会员码";
    this.look();
  }

  serve(person) {
    this.served = person.openid;
    if (this.person.value === person.openid) return;
    this.person.value = person.openid;
    this.look();
  }

  setPeople(people) {
    const same = people.length === this.people.length && people.every((each, n) => each.openid === this.people[n].openid && each.name === this.people[n].name);
    if (same) return;
    this.people = people;
    this.person.replaceChildren(...people.map((each) => h("option", { value: each.openid }, each.name)));
    this.person.value = this.served;
    this.look();
  }

  async look() {
    const value = this.way === "openid" ? this.person.value : this.typed.value.trim();
    this.whoIs.textContent = "";
    if (!value || this.way === "member_code") return;
    const found = await get(`/sim/till/members?${this.way}=${encodeURIComponent(value)}`).catch(() => null);
    if (!found || !found.items) return;
    this.whoIs.textContent = found.items.length ? describe(found.items[0]) : "还不是会员。";
  }

  // what

  tile(item) {
    const add = () => { this.basket.change(item, 1); this.drawBill(); };
    return button("good", `${item.name}，${shownYuan(item.price)}，加一件`, add, goods(item.icon), h("span", {}, item.name), h("small", {}, shownYuan(item.price)));
  }

  drawBill() {
    const change = (item, by) => { this.basket.change(item, by); this.drawBill(); };
    const lines = this.basket.items.map(([item, count]) => h("li", {}, h("span", {}, item.name),
      h("span.count", {}, button("less", `少一件${item.name}`, () => change(item, -1), "−"), String(count), button("add", `多一件${item.name}`, () => change(item, 1), "+")),
      h("span.sum", {}, shownYuan(item.price * count))));
    this.bill.replaceChildren(...(lines.length ? lines : [h("li.bill-empty", {}, "点上面的首饰，放到账单里。")]));
    this.pay.textContent = this.basket.total ? `收款 ${shownYuan(this.basket.total)}` : "收款";
    this.pay.disabled = !this.basket.total;
  }

  async sell() {
    this.pay.disabled = true;
    const sold = await this.receipts.sell(await this.purchase(), this.basket.total);
    if (sold) this.basket.clear();
    this.drawBill();
    this.look();
    this.changed();
  }

  async purchase() {
    const { now } = await get("/sim/clock").catch(() => ({ now: new Date().toISOString() }));
    const who = this.way === "openid" ? this.person.value : this.typed.value.trim();
    return {
      till: TILL, receipt: receiptNumber(now), at: now, total: yuan(this.basket.total), lines: this.basket.lines(),
      ...(who && { [this.way]: who }), store: this.storeName(), guide: this.guideLogin(),
      gift: this.gift.checked, rain: this.rain.checked,
    };
  }

  guideLogin() {
    const name = this.guide.value.trim();
    return GUIDES[name] || name || undefined;
  }

  storeName() {
    return this.store.value.trim() || undefined;
  }

  // proving a phone

  bindings() {
    const answer = h("p.answer", { role: "status" });
    const [code, phone] = [input("", { required: true, name: "code", autocomplete: "off" }), input("", { required: true, name: "phone", inputmode: "tel", autocomplete: "off" })];
    const confirm = async (event) => {
      event.preventDefault();
      const body = { by: this.guideLogin(), store: this.storeName(), phone: phone.value.trim() };
      const said = await post(`/sim/till/bindings/${encodeURIComponent(code.value.trim())}/confirm`, body).then(() => null, (error) => error.message);
      answer.textContent = said || "核对好了，这个号码就是她本人的。";
      answer.classList.toggle("wrong", Boolean(said));
      this.changed();
    };
    return h("details.more", {}, h("summary", {}, "核对会员码与手机号"),
      h("form", { onsubmit: confirm }, h("div.two", {}, labelled("会员码", code), labelled("手机号", phone)), h("button.quiet", { type: "submit" }, "确认是她本人"), answer));
  }
}

function describe({ status, name, level, points }) {
  if (status !== "member") return "来过，还不是会员。";
  return [name, LEVELS[level] || level, `${points} 积分`].filter(Boolean).join(" · ");
}

const input = (value, more) => h("input.input", { value, maxlength: 60, ...more });
const labelled = (label, element) => h("label.field", {}, h("span", {}, label), element);
const inline = (label, element) => h("label.inline-field", {}, h("span", {}, label), element);
const chip = (label, box) => h("label.chip", {}, box, h("span", {}, label));
const datalist = (id, values) => h("datalist", { id }, ...values.map((value) => h("option", { value })));
