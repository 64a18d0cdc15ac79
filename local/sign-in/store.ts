import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Adapter, AdapterPayload, JWK } from 'oidc-provider';

/** Older keys are published this long after a newer one took over: as many rotations as their tokens may see. */
const KEYS_PUBLISHED = 3;

export interface SignInStore {
  /** The newest signs; all are published. */
  signingKeys(): [JWK, ...JWK[]];
  addSigningKey(): void;
  cookieSecret: string;
  adapter(model: string): Adapter;
  close(): void;
}

/** Keys, sessions, grants and tokens in one SQLite file; a write is on disk when the call returns. */
export function openSignInStore(dataDir: string): SignInStore {
  const database = new DatabaseSync(join(dataDir, 'sign-in.sqlite'), { timeout: 5_000 });
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS signing_key (id INTEGER PRIMARY KEY, jwk TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS cookie_secret (secret TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS artifact (
      model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL, expires_at INTEGER,
      grant_id TEXT, uid TEXT, user_code TEXT, PRIMARY KEY (model, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS artifact_of_grant ON artifact (grant_id);
    CREATE INDEX IF NOT EXISTS artifact_by_uid ON artifact (uid);`);

  const addSigningKey = () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const kid = randomBytes(12).toString('base64url');
    const jwk = { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
    database.prepare('INSERT INTO signing_key (jwk) VALUES (?)').run(JSON.stringify(jwk));
  };
  const storedKeys = () =>
    database
      .prepare('SELECT jwk FROM signing_key ORDER BY id DESC LIMIT ?')
      .all(KEYS_PUBLISHED)
      .map((row): JWK => JSON.parse(String(row.jwk)));
  if (storedKeys().length === 0) addSigningKey();

  const secretRow = database.prepare('SELECT secret FROM cookie_secret').get();
  const cookieSecret = secretRow ? String(secretRow.secret) : randomBytes(32).toString('base64url');
  if (!secretRow) database.prepare('INSERT INTO cookie_secret VALUES (?)').run(cookieSecret);
  return {
    signingKeys: () => {
      const [newest, ...older] = storedKeys();
      if (!newest) throw new Error('No signing key is stored');
      return [newest, ...older];
    },
    addSigningKey,
    cookieSecret,
    adapter: adapterFor(database),
    close: () => database.close(),
  };
}

/** What oidc-provider asks of a store; one per kind of artifact ("model"). */
function adapterFor(database: DatabaseSync): (model: string) => Adapter {
  const nowS = () => Math.floor(Date.now() / 1000);
  const upsert = database.prepare(
    `INSERT INTO artifact (model, id, payload, expires_at, grant_id, uid, user_code) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET payload = excluded.payload, expires_at = excluded.expires_at, grant_id = excluded.grant_id,
       uid = excluded.uid, user_code = excluded.user_code`,
  );
  const columns = 'payload FROM artifact WHERE (expires_at IS NULL OR expires_at > ?) AND model = ?';
  const byId = database.prepare(`SELECT ${columns} AND id = ?`);
  const byUid = database.prepare(`SELECT ${columns} AND uid = ?`);
  const byUserCode = database.prepare(`SELECT ${columns} AND user_code = ?`);
  const consume = database.prepare(
    `UPDATE artifact SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?`,
  );
  const destroy = database.prepare('DELETE FROM artifact WHERE model = ? AND id = ?');
  const revoke = database.prepare('DELETE FROM artifact WHERE model = ? AND grant_id = ?');
  const forget = database.prepare('DELETE FROM artifact WHERE expires_at <= ?');
  const parse = (row: Record<string, unknown> | undefined): AdapterPayload | undefined =>
    row ? JSON.parse(String(row.payload)) : undefined;
  return (model) => ({
    upsert: async (id, payload, expiresIn) => {
      forget.run(nowS());
      const { grantId = null, uid = null, userCode = null } = payload;
      upsert.run(model, id, JSON.stringify(payload), expiresIn ? nowS() + expiresIn : null, grantId, uid, userCode);
    },
    find: async (id) => parse(byId.get(nowS(), model, id)),
    findByUid: async (uid) => parse(byUid.get(nowS(), model, uid)),
    findByUserCode: async (userCode) => parse(byUserCode.get(nowS(), model, userCode)),
    consume: async (id) => {
      consume.run(nowS(), model, id);
    },
    destroy: async (id) => {
      destroy.run(model, id);
    },
    revokeByGrantId: async (grantId) => {
      revoke.run(model, grantId);
    },
  });
}
