import pg from 'pg';
import type { Sample } from './make-sample.ts';

const ROWS_AT_ONCE = 2000;

/** Columns with their SQL types; the first is the primary key. */
const TABLES = {
  companies: {
    company_id: 'text',
    name: 'text',
    licence_number: 'text',
    enterprise_nature: 'text',
    area: 'text',
    address: 'text',
    phone: 'text',
    fax: 'text',
    contact_name: 'text',
    contact_phone: 'text',
    contact_email: 'text',
    products: 'text',
    equipment: 'text',
    registered_at: 'timestamptz',
  },
  orders: {
    order_id: 'text',
    buyer_company_id: 'text',
    seller_company_id: 'text',
    ordered_at: 'timestamptz',
    product: 'text',
    quantity_tonnes: 'numeric',
    total: 'numeric',
    currency: 'text',
    delivery_address: 'text',
    buyer_contact: 'text',
    seller_contact: 'text',
    status: 'text',
  },
  consumption: {
    consumption_id: 'bigint',
    member_id: 'text',
    consumed_at: 'timestamptz',
    service: 'text',
    amount: 'numeric',
    currency: 'text',
    payment_institution: 'text',
    payment_reference: 'text',
  },
  listings: {
    listing_id: 'text',
    company_id: 'text',
    title: 'text',
    description: 'text',
    contact_name: 'text',
    contact_phone: 'text',
    contact_email: 'text',
    published_at: 'timestamptz',
    status: 'text',
  },
  messages: {
    message_id: 'text',
    sender_member_id: 'text',
    sender_name: 'text',
    sender_email: 'text',
    recipient_member_id: 'text',
    sent_at: 'timestamptz',
    subject: 'text',
    body: 'text',
  },
} as const;

type Table = keyof typeof TABLES;

/** As a company would give them: who gathers can't change a thing, who erases can't add one. */
const ROLES = { gatherer: 'SELECT', eraser: 'SELECT, UPDATE, DELETE' } as const;

/** Made after the rows are in, which is faster. */
const INDEXES = [
  'orders (buyer_company_id)',
  'orders (seller_company_id)',
  'consumption (member_id)',
  'listings (company_id)',
  'listings (lower(contact_email))',
  'messages (sender_member_id)',
  'messages (recipient_member_id)',
  'messages (lower(sender_email))',
];

/** Creates and fills the tables; a row that is there stays as it is. */
export async function seedPostgres(connectionString: string, sample: Sample): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const table of Object.keys(TABLES) as Table[]) {
      await client.query(createTable(table));
      // A database of an earlier version may lack some.
      for (const [name, type] of Object.entries(TABLES[table]))
        await client.query(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${name} ${type}`);
    }
    await fill(client, 'companies', sample.companies);
    await fill(client, 'orders', sample.orders());
    await fill(client, 'consumption', sample.consumption());
    await fill(client, 'listings', sample.listings());
    await fill(client, 'messages', sample.messages());
    for (const index of INDEXES)
      await client.query(`CREATE INDEX IF NOT EXISTS ${index.replace(/\W+/g, '_')} ON ${index}`);
    for (const [role, privileges] of Object.entries(ROLES)) await grant(client, role, privileges);
  } finally {
    await client.end();
  }
}

/** PostgreSQL has no CREATE ROLE IF NOT EXISTS. */
async function grant(client: pg.Client, role: string, privileges: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (rowCount === 0) await client.query(`CREATE ROLE ${role} LOGIN`);
  await client.query(`GRANT ${privileges} ON ${Object.keys(TABLES).join(', ')} TO ${role}`);
}

function createTable(table: Table): string {
  const columns = Object.entries(TABLES[table]).map(
    ([name, type], index) => `${name} ${type}${index === 0 ? ' PRIMARY KEY' : ''}`,
  );
  return `CREATE TABLE IF NOT EXISTS ${table} (${columns.join(', ')})`;
}

/** One array per column travels per statement, whatever the number of rows. */
async function fill(client: pg.Client, table: Table, rows: Iterable<object>): Promise<void> {
  const columns = Object.entries(TABLES[table]);
  const arrays = columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');
  const text = `INSERT INTO ${table} (${columns.map(([name]) => name).join(', ')})
    SELECT * FROM unnest(${arrays}) ON CONFLICT DO NOTHING`;
  let batch: Record<string, unknown>[] = [];
  const flush = async () => {
    if (batch.length > 0)
      await client.query(
        text,
        columns.map(([name]) => batch.map((row) => row[name] ?? null)),
      );
    batch = [];
  };
  for (const row of rows) {
    batch.push({ ...row });
    if (batch.length === ROWS_AT_ONCE) await flush();
  }
  await flush();
}
