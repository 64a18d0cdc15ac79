import { type AwsJson, AwsJsonFailure, connectAwsJson } from './aws-json.ts';

/** Values as DynamoDB's protocol writes them: `{ N: '12' }`. */
type Item = Record<string, object>;

const API = 'DynamoDB_20120810.';
const FIVE_YEARS_S = 5 * 365.25 * 24 * 3600;

export interface TimeToLive {
  expireItems(): Promise<number>;
  close(): void;
}

/**
 * Deletes items whose time-to-live attribute lies in the past, as DynamoDB does and dynoxide's server does not. The clock is
 * the caller's, so a clock moved on by days expires what would have expired in that time. Unlike AWS, the stream records carry no `userIdentity`.
 * Rules: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
export function startTimeToLive(endpoint: string, now: () => number, everyMs: number): TimeToLive {
  const connection = connectAwsJson(endpoint);
  const expireItems = async () => {
    let expired = 0;
    for (const table of await tablesWithTimeToLive(connection)) expired += await expireTable(connection, table, now());
    return expired;
  };
  const timer = setInterval(() => {
    expireItems().catch((error) => process.emitWarning(error));
  }, everyMs);
  timer.unref();
  return {
    expireItems,
    close: () => {
      clearInterval(timer);
      connection.close();
    },
  };
}

interface ExpiringTable {
  name: string;
  attribute: string;
  keys: string[];
}

async function tablesWithTimeToLive({ call }: AwsJson): Promise<ExpiringTable[]> {
  const tables: ExpiringTable[] = [];
  let after: string | undefined;
  do {
    const page = await call<{ TableNames: string[]; LastEvaluatedTableName?: string }>(
      `${API}ListTables`,
      after ? { ExclusiveStartTableName: after } : {},
    );
    for (const name of page.TableNames) {
      const { TimeToLiveDescription: described } = await call<{
        TimeToLiveDescription?: { TimeToLiveStatus: string; AttributeName?: string };
      }>(`${API}DescribeTimeToLive`, { TableName: name });
      if (described?.TimeToLiveStatus !== 'ENABLED' || !described.AttributeName) continue;
      const { Table } = await call<{ Table: { KeySchema: { AttributeName: string }[] } }>(`${API}DescribeTable`, {
        TableName: name,
      });
      const keys = Table.KeySchema.map((key) => key.AttributeName);
      tables.push({ name, attribute: described.AttributeName, keys });
    }
    after = page.LastEvaluatedTableName;
  } while (after);
  return tables;
}

async function expireTable(connection: AwsJson, table: ExpiringTable, nowMs: number): Promise<number> {
  const nowS = Math.floor(nowMs / 1000);
  // More than five years past is taken for a mistake and left alone.
  const condition = {
    expression: 'attribute_type(#ttl, :number) AND #ttl < :now AND #ttl > :tooOld',
    names: { '#ttl': table.attribute },
    values: { ':number': { S: 'N' }, ':now': { N: String(nowS) }, ':tooOld': { N: String(nowS - FIVE_YEARS_S) } },
  };
  let expired = 0;
  let after: Item | undefined;
  do {
    const page = await connection.call<{ Items: Item[]; LastEvaluatedKey?: Item }>(`${API}Scan`, {
      TableName: table.name,
      FilterExpression: condition.expression,
      ExpressionAttributeNames: condition.names,
      ExpressionAttributeValues: condition.values,
      ...(after ? { ExclusiveStartKey: after } : {}),
    });
    for (const item of page.Items) {
      const key = Object.fromEntries(table.keys.map((name) => [name, item[name]]));
      if (await expireItem(connection, table.name, key, condition)) expired += 1;
    }
    after = page.LastEvaluatedKey;
  } while (after);
  return expired;
}

/** False when the item was changed or deleted since it was seen. */
async function expireItem(
  connection: AwsJson,
  table: string,
  key: object,
  condition: { expression: string; names: object; values: object },
): Promise<boolean> {
  try {
    await connection.call(`${API}DeleteItem`, {
      TableName: table,
      Key: key,
      ConditionExpression: condition.expression,
      ExpressionAttributeNames: condition.names,
      ExpressionAttributeValues: condition.values,
    });
    return true;
  } catch (error) {
    if (error instanceof AwsJsonFailure && error.code === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
