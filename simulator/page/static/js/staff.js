// The staff's side until there is a console: talks, complaints, tasks, and what the group's robot said.

import { get, post } from "./api.js";
import { CaseView, STEPS } from "./case.js";
import { button, h, toast } from "./dom.js";
import { COLLEAGUES, nameOf } from "./example.js";
import { TalkView } from "./talk.js";
import { chatTime } from "./time.js";

const BEAT = 3000;
const PARTS = { talks: "对话", cases: "投诉", tasks: "任务", notices: "群里" };
const SEVERITY = { mild: "一般", serious: "要紧", grave: "大事" };

export class Staff {
  constructor(element) {
    this.element = element;
    this.part = "talks";
    this.now = new Date().toISOString();
    this.who = h("select.input", { "aria-label": "我是" },
      ...COLLEAGUES.map((one) => h("option", { value: one.login }, `${one.name} · ${one.role}`)));
    this.parts = h("div.staff-parts", { role: "tablist", "aria-label": "店员的事" });
    this.body = h("div.staff-body");
    element.append(h("h2", {}, "店员"), this.who, this.parts, this.body);
    this.drawParts();
    this.look();
  }

  get by() { return this.who.value; }

  setNow(now) { this.now = now; }

  drawParts() {
    this.parts.replaceChildren(...Object.entries(PARTS).map(([part, label]) =>
      h("button", { type: "button", role: "tab", "aria-selected": String(part === this.part), onclick: () => this.choose(part) }, label)));
  }

  choose(part) {
    this.part = part;
    this.view = null;
    this.shown = null;
    this.drawParts();
    this.body.replaceChildren();
    this.look();
  }

  open(view) {
    this.view = view;
    this.shown = null;
    this.body.replaceChildren(button("text-button", "回到列表", () => this.choose(this.part), "‹ 回到列表"), view.element);
    view.look();
  }

  async look() {
    clearTimeout(this.timer);
    if (this.element.offsetParent && !document.hidden) await this.refresh().catch((error) => this.say(error.message));
    this.timer = setTimeout(() => this.look(), BEAT);
  }

  refresh() {
    return this.view ? this.view.look() : LISTS[this.part](this);
  }

  // A list is drawn anew only where something in it has changed: who types in it is not disturbed.
  show(items, row, empty) {
    const fresh = JSON.stringify(items);
    if (this.shown === fresh) return;
    this.shown = fresh;
    this.body.replaceChildren(items.length ? h("ul.staff-list", {}, ...items.map(row)) : h("p.staff-empty", {}, empty));
  }

  say(words) {
    if (!this.body.children.length) this.body.replaceChildren(h("p.staff-empty", {}, words));
  }

  when(moment) { return chatTime(moment, this.now); }
}

const LISTS = {
  async talks(staff) {
    const { items } = await get("/sim/till/conversations?limit=50");
    const waiting = (talk) => (talk.waiting_since ? 0 : 1);
    const row = (talk) => line(talk.name || "还没有称呼", talkState(staff, talk), talk.waiting_since ? "is-waiting" : "", () => staff.open(new TalkView(staff, talk)));
    staff.show(items.sort((one, other) => waiting(one) - waiting(other)), row, "还没有人来说话。");
  },
  async cases(staff) {
    const { items } = await get("/sim/till/complaints?limit=50");
    const row = (each) => line(`${each.id}号 · ${SEVERITY[each.severity] || each.severity}`, caseState(staff, each), each.status === "open" ? "is-waiting" : "", () => staff.open(new CaseView(staff, each)));
    staff.show(items, row, "没有投诉。");
  },
  async tasks(staff) {
    const { items } = await get("/sim/till/tasks?open=true&limit=50");
    staff.show(items, (task) => taskRow(staff, task), "手边没有要做的事。");
  },
  async notices(staff) {
    const { items } = await get("/sim/notices?limit=30");
    staff.show(items, (each) => h("li.notice", {}, h("time", {}, staff.when(each.at)), h("p", {}, each.text)), "群里还没有提醒。");
  },
};

const line = (title, words, state, act) => h("li", {}, h(`button.staff-row${state ? `.${state}` : ""}`, { type: "button", onclick: act }, h("strong", {}, title), h("small", {}, words)));

function talkState(staff, talk) {
  const holder = talk.with === "staff" ? `${nameOf(talk.staff)}接着` : "机器人接着";
  return talk.waiting_since ? `${holder} · 从${staff.when(talk.waiting_since)}起在等` : holder;
}

function caseState(staff, each) {
  if (each.status === "closed") return "已经结束";
  return `等${STEPS[each.step - 1]}${each.deadline ? ` · ${staff.when(each.deadline)}前` : ""}${each.owner ? ` · ${nameOf(each.owner)}负责` : ""}`;
}

function taskRow(staff, task) {
  const result = h("input.input", { "aria-label": "结果", placeholder: "做得怎样，写一句", required: true, maxlength: 300 });
  const done = async (event) => {
    event.preventDefault();
    await post(`/sim/till/tasks/${task.id}/done`, { result: result.value, by: staff.by }).catch((error) => toast(error.message));
    staff.shown = null;
    staff.refresh();
  };
  return h("li.task", {}, h("strong", {}, task.why), task.words && h("p", {}, task.words), h("small", {}, `${staff.when(task.due)}前`),
    h("form.staff-line", { onsubmit: done }, result, h("button.solid", { type: "submit" }, "做好了")));
}
