import { type MadeCompany, makeCompanies } from './make-companies.ts';
import { makeLogs } from './make-logs.ts';
import { type MadeMember, makeMembers } from './make-members.ts';
import { makeCompanyMaterial, makeConsumption, makeListings, makeMessages, makeOrders } from './make-trade.ts';
import { type SampleSize, sampleCounts } from './sample-size.ts';

/** The sample platform's data: the same for the same size, whenever and wherever it is made. Long lists are made as they are read. */
export function makeSample(size: SampleSize) {
  const counts = sampleCounts[size];
  const companies: readonly MadeCompany[] = makeCompanies(counts.companies);
  const members: readonly MadeMember[] = makeMembers(counts.members, companies);
  return {
    companies,
    members,
    orders: () => makeOrders(counts.orders, companies),
    consumption: () => makeConsumption(members),
    listings: () => makeListings(companies),
    messages: () => makeMessages(members),
    companyMaterial: () => makeCompanyMaterial(companies),
    logs: () => makeLogs(counts, members),
  };
}

export type Sample = ReturnType<typeof makeSample>;
