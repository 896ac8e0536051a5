// The receipts of this sitting, each with its way back.

import { get, post } from "./api.js";
import { shownYuan } from "./basket.js";
import { button, h } from "./dom.js";
import { hour } from "./time.js";

const SAID = { created: "已记账", known: "这张小票之前已经记过", refused: "没有记上" };
const KEEP = 12;

let count = 0;

export function receiptNumber(now) {
  count += 1;
  return `${now.slice(0, 10).replaceAll("-", "")}-${Date.now().toString(36)}${count}`;
}

export class Receipts {
  constructor(till, changed) {
    this.till = till;
    this.changed = changed;
    this.element = h("ul.receipts", { "aria-label": "小票", "aria-live": "polite" });
    this.all = JSON.parse(sessionStorage.getItem("receipts") || "[]");
    this.draw();
  }

  async sell(purchase, total) {
    const receipt = { number: purchase.receipt, at: purchase.at, total, state: "sold" };
    await post("/sim/till/purchases", purchase).then(
      (answer) => Object.assign(receipt, said(answer)),
      (error) => Object.assign(receipt, { state: "refused", words: error.message }));
    this.all = [receipt, ...this.all].slice(0, KEEP);
    this.draw();
    return receipt.state === "sold";
  }

  async giveBack(receipt) {
    const { now } = await get("/sim/clock").catch(() => ({ now: new Date().toISOString() }));
    const wish = { till: this.till, receipt: receipt.number, return_receipt: `${receipt.number}-R`, at: now };
    await post("/sim/till/returns", wish).then(
      (answer) => Object.assign(receipt, answer.result === "refused" ? { words: answer.reason || SAID.refused } : { state: "returned", words: "已退货" }),
      (error) => Object.assign(receipt, { words: error.message }));
    this.draw();
    this.changed();
  }

  draw() {
    sessionStorage.setItem("receipts", JSON.stringify(this.all));
    this.element.hidden = !this.all.length;
    this.element.replaceChildren(...this.all.map((receipt) => this.row(receipt)));
  }

  row(receipt) {
    const back = receipt.state === "sold" && button("text-button", `退货 ${receipt.number}`, () => this.giveBack(receipt), "退货");
    return h(`li.receipt.${receipt.state}`, {}, h("strong", {}, `${hour(receipt.at)} 小票`), h("span.amount", {}, shownYuan(receipt.total)),
      h("small", {}, receipt.words, h("br"), receipt.number), back);
  }
}

function said({ result, reason }) {
  const words = reason ? `${SAID[result] || result}：${reason}` : SAID[result] || result;
  return { state: result === "refused" ? "refused" : "sold", words };
}
