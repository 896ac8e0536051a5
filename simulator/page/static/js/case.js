// One complaint: where it stands, and everything people may do in it.

import { get, post } from "./api.js";
import { h, toast } from "./dom.js";
import { nameOf } from "./example.js";

export const STEPS = ["倾听", "交谈", "道歉", "分析", "解释", "处理", "补偿", "结果", "反馈"];

export class CaseView {
  constructor(staff, { id }) {
    this.staff = staff;
    this.id = id;
    this.state = h("p.staff-state", { role: "status" });
    this.history = h("ol.case-history", { "aria-label": "经过" });
    this.draft = area("restatement", "复述给她听");
    this.element = h("div.staff-view", {}, this.state, this.history, ...this.forms());
  }

  forms() {
    const act = (name, body) => this.does(name, body);
    return [
      form("复述（第4步）", "发给她", () => act("evidence", { step: 4, what: this.draft.value }), this.draft),
      form("谁、几点给她答复（第5步）", "记下", (data) => act("evidence", { step: 5, what: data.plan }), text("plan", "例如：店长李敏今天18点前给她打电话")),
      form("决定怎么办", "决定", (data) => act("decision", decision(data)),
        text("solution", "怎么办，例如：换一条新的"), h("div.two", {}, number("points", "补偿积分"), text("coupon", "补偿券（元）", false)),
        text("gift", "小礼物", false), text("final_offer", "店长的最后方案（备着）", false)),
      form("办好了", "办好了", (data) => act("done", { proof: data.proof }), text("proof", "凭据，例如：换货单号、退款单号")),
      form("记一笔，或跳过一步", "记下", (data) => act(data.how, noted(data)),
        h("div.two", {}, choice("step", STEPS.map((name, at) => [at + 1, `${at + 1} ${name}`])), choice("how", [["evidence", "打过电话，记下"], ["skip", "跳过这一步"]])),
        text("what", "说了什么，或为什么跳过")),
    ];
  }

  async look() {
    const found = await get(`/sim/till/complaints/${this.id}`);
    const fresh = JSON.stringify(found);
    if (this.shown === fresh) return;
    this.shown = fresh;
    this.draw(found);
  }

  draw(found) {
    const owner = found.owner ? `${nameOf(found.owner)}负责` : "还没有人负责";
    const until = found.deadline ? ` · ${this.staff.when(found.deadline)}前` : "";
    this.state.textContent = found.status === "closed" ? "已经结束" : `现在等：${STEPS[found.step - 1]} · ${owner}${until}`;
    if (found.draft && document.activeElement !== this.draft) this.draft.value = found.draft;
    this.history.replaceChildren(...found.history.map((each) => h("li", {},
      h("small", {}, `${each.step} ${STEPS[each.step - 1]} · ${nameOf(each.who)} · ${this.staff.when(each.at)}`), h("p", {}, each.what))));
  }

  async does(act, body) {
    try {
      await post(`/sim/till/complaints/${this.id}/${act}`, { ...body, by: this.staff.by });
      await this.look();
      toast("记下了。");
      return true;
    } catch (error) {
      toast(error.message);
      return false;
    }
  }
}

function decision({ solution, points, coupon, gift, final_offer: offer }) {
  const given = { ...(points && { points: Number(points) }), ...(coupon && { coupon }), ...(gift && { gift }) };
  return { solution, ...(Object.keys(given).length && { compensation: given }), ...(offer && { final_offer: offer }) };
}

const noted = ({ how, step, what }) => ({ step: Number(step), [how === "skip" ? "reason" : "what"]: what });

const text = (name, label, required = true) => h("input.input", { name, placeholder: label, "aria-label": label, required, maxlength: 500, autocomplete: "off" });
const number = (name, label) => h("input.input", { name, placeholder: label, "aria-label": label, inputmode: "numeric", pattern: "[0-9]*", autocomplete: "off" });
const area = (name, label) => h("textarea.input", { name, rows: 3, placeholder: label, "aria-label": label, required: true, maxlength: 500 });
const choice = (name, options) => h("select.input", { name, "aria-label": name }, ...options.map(([value, label]) => h("option", { value }, label)));

function form(title, label, act, ...fields) {
  const go = h("button.solid", { type: "submit" }, label);
  const onsubmit = async (event) => {
    event.preventDefault();
    go.disabled = true;
    if (await act(Object.fromEntries(new FormData(event.target)))) event.target.reset();
    go.disabled = false;
  };
  return h("details.more", {}, h("summary", {}, title), h("form", { onsubmit }, ...fields, go));
}
