// The drawer: break WeChat on purpose, and watch what the bot calls.

import { get, post, remove } from "./api.js";
import { button, h, toast } from "./dom.js";
import { hour } from "./time.js";

const KINDS = {
  errcode: "回一个错误码", http_502: "回 502 页面", html_200: "回一张网页", slow: "慢，但会办", accept_then_slow: "办了，回得慢", timeout: "不办，也不回",
  accept_then_timeout: "办了，但不回", truncated: "办了，只回一半", reset: "不办，断开连接", accept_then_reset: "办了，断开连接",
};
const PATHS = {
  "/cgi-bin/message/custom/send": "发客服消息", "/cgi-bin/message/template/send": "发服务通知", "/cgi-bin/stable_token": "取令牌", "/cgi-bin/media": "图片上传下载",
  "/cgi-bin/menu": "自定义菜单", "/cgi-bin/qrcode": "二维码", "/cgi-bin/": "全部接口",
};
const CODES = [["-1", "系统繁忙"], ["45009", "当天次数用完"], ["45011", "太快了"], ["40001", "令牌无效"], ["42001", "令牌过期"], ["45015", "超过可回复时间"],
  ["43101", "她不收这个通知"], ["40037", "没有这个模板"]];

export class Faults {
  constructor(dialog) {
    this.dialog = dialog;
    this.list = h("ul.fault-list");
    this.calls = h("ul.call-list");
    this.verdict = h("p.answer", { role: "status" });
    dialog.append(h("header", {}, h("h2", {}, "故障"), button("text-button", "关闭", () => dialog.close(), "关闭")),
      h("p", {}, "让微信出一点错，看看机器人怎么应对。"), this.form(),
      h("h3", {}, "等着发生的"), this.list, h("h3", {}, "服务器地址"), button("quiet", "验证地址", () => this.verify(), "验证地址"), this.verdict,
      h("h3", {}, "机器人最近的调用"), this.calls);
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  }

  form() {
    const [path, kind, code] = [select(Object.entries(PATHS)), select(Object.entries(KINDS)), select(CODES)];
    const [times, seconds] = [number(1), number(6)];
    const codeField = labelled("错误码", code);
    const secondsField = labelled("几秒", seconds);
    const fit = () => { codeField.hidden = kind.value !== "errcode"; secondsField.hidden = !/slow|timeout/.test(kind.value); };
    kind.addEventListener("change", fit);
    fit();
    const plan = async (event) => {
      event.preventDefault();
      const wish = { path: path.value, kind: kind.value, errcode: Number(code.value), seconds: Number(seconds.value), times: Number(times.value) };
      await post("/sim/faults", wish).catch((error) => toast(error.message));
      this.refresh();
    };
    return h("form", { onsubmit: plan }, labelled("哪个接口", path), labelled("怎么坏", kind), codeField, secondsField,
      labelled("几次", times), h("button.solid", { type: "submit" }, "安排"));
  }

  open() {
    this.dialog.showModal();
    this.refresh();
  }

  async refresh() {
    const [{ items: faults }, { items: calls }] = await Promise.all([get("/sim/faults"), get("/sim/calls?newest=12")]);
    const rows = faults.map((fault) => h("li", {}, `${PATHS[fault.path] || fault.path} · ${KINDS[fault.kind]}`,
      button("text-button", "取消", () => remove(`/sim/faults/${fault.id}`).then(() => this.refresh()), fault.left === null ? "一直 · 取消" : `${fault.left} 次 · 取消`)));
    this.list.replaceChildren(...(rows.length ? rows : [h("li", {}, "没有。一切正常。")]));
    this.calls.replaceChildren(...calls.reverse().map(callRow));
  }

  async verify() {
    const found = await post("/sim/verify").catch((error) => ({ ok: false, reason: error.message }));
    this.verdict.textContent = found.ok ? "验证通过。" : `没有通过：${found.reason}`;
    this.verdict.classList.toggle("wrong", !found.ok);
  }
}

function callRow(call) {
  const good = call.errcode === 0;
  const words = call.errcode === null ? call.fault || "没有回答" : String(call.errcode);
  return h("li", {}, h("code", {}, `${hour(call.at)} ${call.path.replace("/cgi-bin/", "")}`), h(good ? "span.code-good" : "span.code-bad", {}, words));
}

const select = (options) => h("select.input", {}, ...options.map(([value, label]) => h("option", { value }, label)));
const number = (value) => h("input.input", { type: "number", min: 1, max: 999, value });
const labelled = (label, element) => h("label.field", {}, h("span", {}, label), element);
