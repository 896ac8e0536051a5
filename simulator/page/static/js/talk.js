// One talk: what was said, taking it, writing in it, giving it back.

import { get, post } from "./api.js";
import { button, enlarge, h, toast } from "./dom.js";
import { nameOf } from "./example.js";

const WORDLESS = { picture: "[照片]", voice: "[语音]", video: "[视频]", location: "[位置]", sticker: "[动画表情]", follow: "关注了", unfollow: "取消了关注", scan: "扫了码", click: "点了菜单" };
const LOST = { wanted: "还在取", gone: "没取下来", refused: "打不开" };
const UNSENT = { planned: "在路上", waiting: "等着发", failed: "没发成", uncertain: "不知道到了没有", task: "没发成，请打电话", skipped: "没发" };

export class TalkView {
  constructor(staff, talk) {
    this.staff = staff;
    this.id = talk.id;
    this.pictures = {};
    this.said = h("ol.staff-talk", { role: "log", "aria-label": "对话内容" });
    this.state = h("p.staff-state", { role: "status" });
    this.text = h("textarea.input", { rows: 2, maxlength: 600, "aria-label": "写给她", placeholder: "写给她…", required: true });
    this.take = button("quiet", "接过来", () => this.does("take"), "接过来");
    this.release = button("quiet", "交还机器人", () => this.does("release"), "交还机器人");
    const send = h("button.solid", { type: "submit" }, "发送");
    this.form = h("form.staff-write", { onsubmit: (event) => { event.preventDefault(); this.write(send); } }, this.text, send);
    this.element = h("div.staff-view", {}, h("div.staff-head", {}, this.state, this.take, this.release), this.said, this.form);
  }

  get path() { return `/sim/till/conversations/${this.id}`; }

  async look() {
    const [talk, { items }] = await Promise.all([get(this.path), get(`${this.path}/messages?limit=60`)]);
    const mine = talk.with === "staff" && talk.staff === this.staff.by;
    this.take.hidden = talk.with === "staff";
    this.release.hidden = talk.with !== "staff";
    const holder = talk.with === "staff" ? (mine ? "您接着这个对话" : `${nameOf(talk.staff)}接着这个对话`) : "机器人接着";
    this.state.textContent = `${talk.name || "还没有称呼"} · ${holder}${talk.waiting_since ? " · 她在等" : ""}`;
    this.draw(items.reverse());
  }

  draw(items) {
    const fresh = JSON.stringify(items);
    if (this.shown === fresh) return;
    this.shown = fresh;
    this.said.replaceChildren(...items.map((each) => this.bubble(each)));
    requestAnimationFrame(() => { this.said.scrollTop = this.said.scrollHeight; });
  }

  bubble(each) {
    const who = { customer: "顾客", bot: "机器人", staff: each.staff ? nameOf(each.staff) : "同事" }[each.from];
    const words = plain(each.text) || WORDLESS[each.kind] || "";
    const mark = each.from === "staff" && UNSENT[each.state];
    return h(`li.said.by-${each.from}`, {}, h("small", {}, `${who} · ${this.staff.when(each.at)}${mark ? ` · ${mark}` : ""}`),
      h("p", {}, each.kind === "click" ? WORDLESS.click : words), each.media && this.media(each.media));
  }

  media({ id, kind, state }) {
    if (state !== "kept") return h("small", {}, LOST[state]);
    if (kind !== "picture") return h("small", {}, "语音已存好");
    const picture = h("img.sent-picture", { alt: "她发的照片", onclick: () => enlarge(picture.src) });
    this.picture(id).then((address) => { picture.src = address; }, () => picture.remove());
    return picture;
  }

  async picture(id) {
    if (!this.pictures[id]) {
      const { content, content_type: type } = await get(`/sim/till/media/${id}`);
      this.pictures[id] = `data:${type};base64,${content.replaceAll("-", "+").replaceAll("_", "/")}`;
    }
    return this.pictures[id];
  }

  async does(act) {
    await post(`${this.path}/${act}`, { by: this.staff.by }).catch((error) => toast(error.message));
    return this.look().catch((error) => toast(error.message));
  }

  async write(send) {
    send.disabled = true;
    try {
      await post(`${this.path}/messages`, { text: this.text.value.trim(), by: this.staff.by });
      this.text.value = "";
      await this.look();
    } catch (error) {
      toast(error.message);
    }
    send.disabled = false;
  }
}

const plain = (text) => text.replace(/<<(.+?)>>/g, "$1");
