import type { RedactionList } from '../../functions/fulfilment/redaction-list.ts';
import type { RedactionStore } from '../../functions/fulfilment/redaction-store.ts';

/** Lists in memory, by `<request>/<name>`. */
export function fakeRedactionStore(): RedactionStore & { readonly lists: Map<string, RedactionList> } {
  const lists = new Map<string, RedactionList>();
  return {
    lists,
    async read(requestId, name) {
      const list = lists.get(`${requestId}/${name}`);
      if (!list) throw new Error(`no list ${name}`);
      return structuredClone(list);
    },
    async write(requestId, name, list) {
      lists.set(`${requestId}/${name}`, structuredClone(list));
    },
  };
}
