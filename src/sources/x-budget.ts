/** What reading X costs, in whole thousandths of a dollar so that sums are exact. */

/** The price of a post, and of an account (docs.x.com, 2026). */
export const POST_PRICE = 5;
export const USER_PRICE = 10;

/** The money of one crawl. */
export interface Purse {
  /** Whether so many posts and users may still be asked for. */
  covers(posts: number, users: number): boolean;
  /** Books what an answer brought. X charges a post or user once in a UTC day, so what was booked before is free. */
  pay(posts: string[], users: string[]): void;
  /** Books what cannot be told apart: posts without an id, an answer that was lost on its way. */
  payUnseen(posts: number, users: number): void;
  /** US dollars. */
  spent(): number;
}

/** `budget` is in US dollars. */
export function openPurse(budget: number): Purse {
  const cap = capOf(budget);
  const paid = new Set<string>();
  let spent = 0;
  const book = (key: string, price: number) => {
    if (!paid.has(key)) spent += price;
    paid.add(key);
  };
  return {
    covers: (posts, users) => spent + priceOf(posts, users) <= cap,
    pay(posts, users) {
      for (const id of posts) book(`post ${id}`, POST_PRICE);
      for (const id of users) book(`user ${id}`, USER_PRICE);
    },
    payUnseen: (posts, users) => {
      spent += priceOf(posts, users);
    },
    spent: () => spent / 1000,
  };
}

/** A budget in US dollars as whole thousandths. */
export function capOf(budget: number): number {
  return Math.floor(budget * 1000 + 1e-6);
}

/** What so many posts and users cost at most, in thousandths of a dollar. */
export function priceOf(posts: number, users: number): number {
  return posts * POST_PRICE + users * USER_PRICE;
}

/** `$0.25`, `$0.005`. */
export function inDollars(thousandths: number): string {
  return `$${(thousandths / 1000).toFixed(3).replace(/0$/, '')}`;
}
