// A first walk for who comes here the first time.

import { button, h } from "./dom.js";

const STEPS = [
  "在手机上点「关注」，听听店里怎么打招呼",
  "说一声「办会员」，把称呼和手机号告诉它，生日公历农历都行",
  "到右边收银台挑一件首饰，收款",
  "看看手机：当天的感谢到了没有",
  "再问「我的积分」和「积分怎么来的」",
  "说「转人工」，再到右边「店员」那里接过来回她",
];

export function guide() {
  if (localStorage.getItem("guided")) return h("aside", { hidden: true });
  const done = () => { localStorage.setItem("guided", "yes"); card.remove(); };
  const card = h("aside.guide", { "aria-label": "第一次来" }, h("h2", {}, "第一次来？"), h("p", {}, "这样走一圈，就认得它了："),
    h("ol", {}, ...STEPS.map((step) => h("li", {}, step))), button("text-button", "知道了", done, "知道了"));
  return card;
}
