import type { DataMap } from '../shared/organisation.ts';
import type { CompaniesOf } from './check-holds.ts';
import { companyFields } from './match-holds.ts';

/** Distinct values of a field that gathering found (`FindingsWriter.readReferences` of discovery). */
export interface ReferenceReader {
  readReferences(requestId: string, collection: string, field: string): AsyncIterable<string>;
}

/** The companies of a request, as gathering noted them to follow their references. */
export function companiesFromReferences(references: ReferenceReader, dataMap: DataMap): CompaniesOf {
  const fields = companyFields(dataMap);
  return async (requestId) => {
    const companies = new Set<string>();
    for (const { collection, field } of fields) {
      for await (const company of references.readReferences(requestId, collection, field)) companies.add(company);
    }
    return [...companies].sort();
  };
}
