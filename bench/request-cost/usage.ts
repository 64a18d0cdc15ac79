import { readFileSync } from 'node:fs';

/** What AWS bills a request for. */
export const billed = [
  'stateTransition',
  'functionRequest',
  'functionGigabyteSecond',
  'httpApiRequest',
  'dynamodbReadUnit',
  'dynamodbWriteUnit',
  's3Write',
  's3Read',
  'kmsRequest',
  'email',
] as const;

export type Billed = (typeof billed)[number];
export type Usage = Readonly<Record<Billed, number>>;
export type PriceList = Readonly<Record<Billed, { readonly usd: number; readonly source: string }>>;

/** The list prices of one region. */
export function readPrices(file: string): PriceList {
  const { prices } = JSON.parse(readFileSync(file, 'utf8')) as { prices: Partial<PriceList> };
  const missing = billed.filter((name) => !(Number(prices[name]?.usd) > 0));
  if (missing.length > 0) throw new Error(`${file} has no price for ${missing.join(', ')}`);
  return prices as PriceList;
}

/** US dollars at list price. */
export function priceOf(usage: Usage, prices: PriceList): number {
  return billed.reduce((sum, name) => sum + usage[name] * prices[name].usd, 0);
}
