// What is on the counter, counted in whole fen.

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
