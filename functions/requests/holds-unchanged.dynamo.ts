import { holdsVersionKey } from './keys.ts';

/** Fails a transaction once a hold was placed or released since the register was read at this version. */
export function holdsUnchanged(table: string, version: number) {
  return {
    ConditionCheck: {
      TableName: table,
      Key: holdsVersionKey,
      // Without any hold ever placed there is no item.
      ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : '#version = :version',
      ...(version === 0
        ? {}
        : {
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':version': version },
          }),
    },
  };
}
