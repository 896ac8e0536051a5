// The example shop, as its till knows it: goods (prices in fen), stores, guides and their log-ins, levels.

export const GOODS = [
  { sku: "SB-1024", name: "足银手链", category: "手链", price: 39900, icon: "bracelet" },
  { sku: "PE-0311", name: "珍珠耳钉", category: "耳饰", price: 26800, icon: "earring" },
  { sku: "GN-1802", name: "18K金项链", category: "项链", price: 168000, icon: "necklace" },
  { sku: "DR-0052", name: "钻石戒指", category: "戒指", price: 688000, icon: "ring" },
  { sku: "JP-0717", name: "和田玉平安扣", category: "玉石", price: 88000, icon: "jade" },
  { sku: "CK-0001", name: "银饰护理套装", category: "护理", price: 5900, icon: "care" },
];

export const STORES = ["静安店", "徐汇店"];
export const GUIDES = { 周婷: "zhouting", 陈雨: "chenyu" };
export const LEVELS = { regular: "普通会员", silver: "银卡会员", gold: "金卡会员", diamond: "钻石会员" };
export const COLLEAGUES = [
  { login: "zhouting", name: "周婷", role: "静安店导购" },
  { login: "limin", name: "李敏", role: "静安店店长" },
  { login: "chenyu", name: "陈雨", role: "徐汇店导购" },
  { login: "zhaolei", name: "赵蕾", role: "区域经理" },
  { login: "sunjie", name: "孙洁", role: "总部" },
];
const OTHERS = { api: "同事", customer: "顾客", bot: "机器人" };
export const nameOf = (login) => (COLLEAGUES.find((one) => one.login === login) || { name: OTHERS[login] || login }).name;
