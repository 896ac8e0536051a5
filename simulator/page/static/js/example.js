// The shop as its till knows it: goods (prices in fen) of its own; stores, people and levels as the shop tells.

import { get } from "./api.js";

export const GOODS = [
  { sku: "SB-1024", name: "足银手链", category: "手链", price: 39900, icon: "bracelet" },
  { sku: "PE-0311", name: "珍珠耳钉", category: "耳饰", price: 26800, icon: "earring" },
  { sku: "GN-1802", name: "18K金项链", category: "项链", price: 168000, icon: "necklace" },
  { sku: "DR-0052", name: "钻石戒指", category: "戒指", price: 688000, icon: "ring" },
  { sku: "JP-0717", name: "和田玉平安扣", category: "玉石", price: 88000, icon: "jade" },
  { sku: "CK-0001", name: "银饰护理套装", category: "护理", price: 5900, icon: "care" },
];

const shop = await get("/sim/example");

export const STORES = shop.stores;
export const LEVELS = shop.levels;
export const GUIDES = Object.fromEntries(shop.people.filter((one) => one.role === "guide").map((one) => [one.name, one.login]));

const ROLES = { guide: "导购", store_manager: "店长", regional_manager: "区域经理", head_office: "总部", engineer: "工程师" };
export const COLLEAGUES = shop.people.map((one) => ({ login: one.login, name: one.name, role: `${one.store || ""}${ROLES[one.role]}` }));
const OTHERS = { api: "同事", customer: "顾客", bot: "机器人" };
export const nameOf = (login) => (COLLEAGUES.find((one) => one.login === login) || { name: OTHERS[login] || login }).name;
