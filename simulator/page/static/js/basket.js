// What is on the counter, counted in whole fen.

export const GOODS = [
  { sku: "SB-1024", name: "足银手链", category: "手链", price: 39900, icon: "bracelet" },
  { sku: "PE-0311", name: "珍珠耳钉", category: "耳饰", price: 26800, icon: "earring" },
  { sku: "GN-1802", name: "18K金项链", category: "项链", price: 168000, icon: "necklace" },
  { sku: "DR-0052", name: "钻石戒指", category: "戒指", price: 688000, icon: "ring" },
  { sku: "JP-0717", name: "和田玉平安扣", category: "玉石", price: 88000, icon: "jade" },
  { sku: "CK-0001", name: "银饰护理套装", category: "护理", price: 5900, icon: "care" },
];

export const yuan = (fen) => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
export const shownYuan = (fen) => `¥${(fen / 100).toLocaleString("zh-CN", { minimumFractionDigits: fen % 100 ? 2 : 0 })}`;

export class Basket {
  constructor() { this.counts = new Map(); }

  change(item, by) {
    const count = Math.max(0, (this.counts.get(item) || 0) + by);
    if (count) this.counts.set(item, count);
    else this.counts.delete(item);
  }

  clear() { this.counts.clear(); }
  get items() { return [...this.counts]; }
  get total() { return this.items.reduce((sum, [item, count]) => sum + item.price * count, 0); }

  lines() {
    return this.items.map(([{ sku, name, category, price }, quantity]) => ({ sku, name, category, quantity, price: yuan(price) }));
  }
}
