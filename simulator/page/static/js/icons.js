// Draw every icon and avatar: own line drawings, no pictures from elsewhere.

import { svg } from "./dom.js";

const LINE = { fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round", "stroke-linejoin": "round" };
const paths = (...all) => () => svg("0 0 24 24", ...all.map((d) => ["path", { d, ...LINE }]));

export const icons = {
  more: () => svg("0 0 24 24", ...[5, 12, 19].map((cx) => ["circle", { cx, cy: 12, r: 1.7, fill: "currentColor" }])),
  back: paths("M15 4.5 7.5 12l7.5 7.5"),
  keyboard: paths("M3.5 6.5h17v11h-17z", "M7 10h.01M10.3 10h.01M13.6 10h.01M17 10h.01M8 14h8"),
  texts: paths("M4 5.5h16v10.5h-9L7 19.5V16H4z", "M8 10.8h.01M12 10.8h.01M16 10.8h.01"),
  up: paths("M12 19V5.5", "m6 11 6-5.5 6 5.5"),
  list: paths("M5 7.5h14M5 12h14M5 16.5h14"),
  lines: () => svg("0 0 10 10", ["path", { d: "M1 2h8M1 5h8M1 8h8", fill: "none", stroke: "currentColor", "stroke-width": 1.4 }]),
  voice: paths("M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z", "M9.3 11.3v1.4M11.6 9.6a4 4 0 0 1 0 4.8M13.9 8a6.3 6.3 0 0 1 0 8"),
  face: paths("M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z", "M9 9.8v.4M15 9.8v.4M8.3 14c1.9 2.6 5.5 2.6 7.4 0"),
  plus: paths("M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z", "M12 8v8M8 12h8"),
  photo: paths("M4 5.5h16v13H4z", "m4.5 16 4.5-4.5 3.5 3.5 2.5-2 4.5 4", "M15.5 9.3h.01"),
  sample: paths("M12 21a6 6 0 1 0 0-12 6 6 0 0 0 0 12z", "m9 9-2-4.5h10L15 9M7 4.5 12 9l5-4.5"),
  place: paths("M12 21s6.5-6.2 6.5-11a6.5 6.5 0 0 0-13 0c0 4.8 6.5 11 6.5 11z", "M12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z"),
  scan: paths("M4 8.5V5.5A1.5 1.5 0 0 1 5.5 4h3M15.5 4h3A1.5 1.5 0 0 1 20 5.5v3M20 15.5v3a1.5 1.5 0 0 1-1.5 1.5h-3M8.5 20h-3A1.5 1.5 0 0 1 4 18.5v-3", "M4 12h16"),
  sticker: paths("M12 4a8 8 0 1 0 8 8h-5a3 3 0 0 1-3-3z", "M12 4c4.5 0 8 3.5 8 8M8.5 11v.4M9 15c1 .9 2.5 1.3 4 1"),
  waves: paths("M8 10.5v3M11.5 8.5a5 5 0 0 1 0 7M15 6.5a8 8 0 0 1 0 11"),
  verified: () => svg("0 0 16 16", ["circle", { cx: 8, cy: 8, r: 7, fill: "#07c160" }], ["path", { d: "m4.8 8.2 2.2 2.2 4.2-4.6", fill: "none", stroke: "#fff", "stroke-width": 1.6, "stroke-linecap": "round" }]),
  signal: () => svg("0 0 62 14",
    ...[0, 1, 2, 3].map((n) => ["rect", { x: n * 4.5, y: 9 - n * 2.5, width: 3, height: 4 + n * 2.5, rx: 0.8, fill: "#111" }]),
    ["path", { d: "M22 5.3c3.6-3.3 9.4-3.3 13 0M24.6 8c2.2-2 5.6-2 7.8 0", fill: "none", stroke: "#111", "stroke-width": 1.7, "stroke-linecap": "round" }],
    ["circle", { cx: 28.5, cy: 11.2, r: 1.5, fill: "#111" }],
    ["rect", { x: 40.5, y: 1.5, width: 18, height: 10.5, rx: 3, fill: "none", stroke: "#111", "stroke-opacity": 0.4 }],
    ["rect", { x: 42, y: 3, width: 13, height: 7.5, rx: 1.7, fill: "#111" }],
    ["rect", { x: 59.5, y: 5, width: 1.5, height: 3.5, rx: 0.7, fill: "#111", "fill-opacity": 0.4 }]),
};

const GOODS = {
  bracelet: ["M12 5a7.5 6.5 0 1 0 .01 0z", "M10.5 17.5 12 20.5l1.5-3z"],
  earring: ["M8 4v3M16 4v3M8 7c-2 2.8-3 4.8-3 6.5a3 3 0 0 0 6 0c0-1.7-1-3.7-3-6.5zM16 7c-2 2.8-3 4.8-3 6.5a3 3 0 0 0 6 0c0-1.7-1-3.7-3-6.5z"],
  necklace: ["M4 4c.5 6.5 3.5 10 8 10s7.5-3.5 8-10", "m12 14-2.3 3L12 20.5l2.3-3.5z"],
  ring: ["M12 21a6 6 0 1 0 0-12 6 6 0 0 0 0 12z", "m9.7 9.2-2.2-3L9 4h6l1.5 2.2-2.2 3M7.5 6.2h9"],
  jade: ["M12 4a8 8 0 1 0 .01 0z", "M12 9.5a2.5 2.5 0 1 0 .01 0z"],
  care: ["M8 9h8v10.5H8zM10 9V6h4v3M11 3.5h3.5M4.5 8.5v3M3 10h3M19.5 13v3M18 14.5h3"],
};

export const goods = (name) => svg("0 0 24 24", ...GOODS[name].map((d) => ["path", { d, ...LINE, "stroke-width": 1.25 }]));

const SKINS = [["#f3c9a5", "#d98e6a"], ["#bcd5c4", "#6f9f86"], ["#c9cfe8", "#7c88bd"], ["#eac8d3", "#c0788f"], ["#e6d7a8", "#b2964a"], ["#c6dde4", "#6b9fb0"]];

export function personAvatar(person) {
  const sum = [...person.openid].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  const [light, dark] = SKINS[sum % SKINS.length];
  const letter = [...person.name.trim()][0] || "客";
  const picture = svg("0 0 40 40",
    ["rect", { width: 40, height: 40, fill: light }],
    ["path", { d: "M0 40c4-14 36-14 40 0z", fill: dark, "fill-opacity": 0.35 }],
    ["text", { x: 20, y: 26.5, "text-anchor": "middle", "font-size": 18, "font-weight": 600, fill: dark }, letter]);
  picture.setAttribute("class", "avatar");
  return picture;
}

export function shopAvatar() {
  const line = { fill: "none", stroke: "#fff8ef", "stroke-width": 3, "stroke-linecap": "round", "stroke-linejoin": "round" };
  const picture = svg("0 0 48 48",
    ["rect", { width: 48, height: 48, fill: "#a63d33" }],
    ["path", { d: "M36 20v14a2 2 0 0 1-2 2H14a2 2 0 0 1-2-2V14a2 2 0 0 1 2-2h17", ...line }],
    ["path", { d: "m27.5 7.5 4.5 4.5-4.5 4.5", ...line }],
    ["rect", { x: 19.5, y: 19.5, width: 9, height: 9, rx: 1.5, fill: "#fff8ef" }]);
  picture.setAttribute("class", "avatar");
  return picture;
}

export const mapPicture = () => svg("0 0 238 92",
  ["rect", { width: 238, height: 92, fill: "#e9efe4" }],
  ["path", { d: "M-4 66 80 44l60 20 102-26M60-4l22 100M172-4l-14 100M-4 20l246-8", fill: "none", stroke: "#fff", "stroke-width": 7 }],
  ["path", { d: "M104 6h42v22h-44zM20 28h34v12H22z", fill: "#d4e3cb" }],
  ["path", { d: "M119 62s13-12.5 13-22a13 13 0 0 0-26 0c0 9.5 13 22 13 22z", fill: "#fa5151" }],
  ["circle", { cx: 119, cy: 40, r: 5, fill: "#fff" }]);
