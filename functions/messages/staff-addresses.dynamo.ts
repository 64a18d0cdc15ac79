import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../requests/index.ts';
import { Sensitive } from '../shared/sensitive.ts';
import type { StaffAddresses } from './staff-addresses.ts';

const yearSeconds = 365 * 86_400;

/** Kept in the requests table. */
export function dynamoStaffAddresses(client: DynamoDBDocumentClient, table: string): StaffAddresses {
  return {
    async find(staffId) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: keys.staffKey(staffId) }));
      return typeof Item?.address === 'string' ? new Sensitive(Item.address) : undefined;
    },

    async note(staffId, address, at) {
      const expiresAt = Math.floor(Date.parse(at) / 1000) + yearSeconds;
      const item = { ...keys.staffKey(staffId), address: address.reveal(), expiresAt };
      await client.send(new PutCommand({ TableName: table, Item: item }));
    },
  };
}
