import * as z from 'zod/mini';
import { listingNumber, listingRule } from '../fulfilment/index.ts';
import type { AnswersContext, AskStep } from './ask-step.ts';
import { lines, once, readWith, says } from './form-schema.ts';

const fields = ['listing', 'listing_extent', 'listing_evidence'];

/** Listings in one request. */
const mostListings = 10;

export interface ListingTold {
  /** As they were typed: addresses or numbers. */
  readonly listings: readonly string[];
  readonly extent: 'listing' | 'contact';
  readonly evidence?: string;
}

/** Which listing, and how much of it? */
export const listingStep: AskStep<ListingTold> = {
  fields,
  isAsked: (chosen) => chosen.includes('listing_takedown'),
  read: (typed, context) => {
    const read = readWith(schemaFor(context), { ...typed }, fields);
    if (!read.ok) return read;
    const { listing, listing_extent: extent, listing_evidence: evidence } = read.value;
    return { ok: true, value: { listings: listingsIn(listing), extent, ...(evidence === '' ? {} : { evidence }) } };
  },
  asked: ({ listings, extent, evidence }) => ({
    changes: listings.map((listing, index) => ({
      id: `l${index + 1}`,
      right: 'listing_takedown',
      extent,
      typed: { listing, ...(evidence === undefined ? {} : { evidence }) },
    })),
  }),
  filledIn: ({ changes = [] }, { changes: typed = {} }) => {
    const asked = changes.filter(({ right }) => right === 'listing_takedown');
    const [first] = asked;
    if (!first) return {};
    const evidence = typed[first.id]?.evidence;
    return {
      listing: [asked.map(({ id }) => typed[id]?.listing ?? '').join('\n')],
      listing_extent: first.extent ? [first.extent] : [],
      listing_evidence: evidence === undefined ? [] : [evidence],
    };
  },
};

function listingsIn(text: string): string[] {
  return [...new Set(text.split('\n').flatMap((one) => one.trim() || []))];
}

function schemaFor({ organisation }: AnswersContext) {
  const rule = listingRule(organisation.rights);
  const isListing = (typed: string): boolean => rule !== undefined && listingNumber(rule, typed) !== undefined;
  return z.object({
    listing: lines(2_000, 'listing_too_many').check(
      z.refine((text) => listingsIn(text).length > 0, says('listing_missing')),
      z.refine((text) => listingsIn(text).length <= mostListings, says('listing_too_many')),
      z.refine((text) => listingsIn(text).every(isListing), says('listing_malformed')),
    ),
    listing_extent: z.pipe(once, z.enum(['listing', 'contact'], { error: says('listing_extent_missing') })),
    listing_evidence: lines(500, 'correction_evidence_too_long'),
  });
}
