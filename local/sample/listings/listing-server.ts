import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { listingPage, listingsPage, noListingPage, notNowPage, type PublicListing } from './listing-page.ts';

export interface ListingServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** PostgreSQL URI of the sample platform's database. */
  readonly connectionString: string;
  readonly onFault: (error: unknown) => void;
}

export interface ListingServer {
  readonly url: string;
  close(): Promise<void>;
}

const shown = `SELECT listing_id, companies.name AS company, title, description,
  listings.contact_name, listings.contact_phone, listings.contact_email
  FROM listings LEFT JOIN companies USING (company_id)
  WHERE listings.status IS DISTINCT FROM 'taken_down'`;

/**
 * The pages on which the sample platform shows listings to everybody, read from its database each time: what is taken down
 * there is gone here.
 */
export async function startListings(options: ListingServerOptions): Promise<ListingServer> {
  const { host, port, connectionString, onFault } = options;
  const pool = new pg.Pool({ connectionString, max: 2, idleTimeoutMillis: 1_000 });
  // A connection that breaks while nobody uses it is replaced by the next query.
  pool.on('error', onFault);

  async function route(path: string, response: ServerResponse): Promise<void> {
    if (path === '/') {
      const { rows } = await pool.query<PublicListing>(`${shown} ORDER BY listing_id LIMIT 200`);
      return answer(response, 200, listingsPage(rows));
    }
    const number = /^\/listings\/([\w.-]{1,80})$/.exec(path)?.[1];
    const { rows } = await pool.query<PublicListing>(`${shown} AND listing_id = $1`, [number ?? null]);
    const [listing] = rows;
    return listing ? answer(response, 200, listingPage(listing)) : answer(response, 404, noListingPage());
  }

  const server = createServer((message, response) => {
    const { pathname } = new URL(message.url ?? '/', 'http://listings');
    route(pathname, response).catch((error: unknown) => {
      onFault(error);
      answer(response, 503, notNowPage());
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${taken}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await pool.end();
    },
  };
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  response.end(body);
}
