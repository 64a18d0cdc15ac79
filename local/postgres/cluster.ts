import { constants, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

interface Closable {
  close(): Promise<void>;
}

/**
 * Opens the database files under `dataDir` for one process alone, creating them first when there are none. Creation happens aside
 * and is put in place by a rename, so a process killed half-way leaves nothing that looks like a database.
 * @param empty folder of a new database, which is copied: creating one takes twenty times as long. Made when it is not there
 */
export async function openCluster<Database extends Closable>(
  dataDir: string,
  empty: string | undefined,
  open: (folder: string) => Promise<Database>,
): Promise<{ database: Database; release: () => void }> {
  const release = lock(join(dataDir, 'in-use.sqlite'), dataDir);
  try {
    const cluster = join(dataDir, 'cluster');
    if (!existsSync(cluster)) {
      const unfinished = join(dataDir, 'cluster.unfinished');
      rmSync(unfinished, { recursive: true, force: true });
      if (empty === undefined) await create(unfinished, open);
      else copy(await madeOnce(empty, open), unfinished);
      renameSync(unfinished, cluster);
    }
    return { database: await open(cluster), release };
  } catch (error) {
    release();
    throw error;
  }
}

async function create(folder: string, open: (folder: string) => Promise<Closable>): Promise<void> {
  mkdirSync(folder);
  const created = await open(folder);
  await created.close();
}

/** Whoever renames first has made it; who comes second has worked in vain. */
async function madeOnce(empty: string, open: (folder: string) => Promise<Closable>): Promise<string> {
  if (existsSync(empty)) return empty;
  mkdirSync(dirname(empty), { recursive: true });
  const aside = mkdtempSync(`${empty}.unfinished-`);
  try {
    await create(join(aside, 'cluster'), open);
    renameSync(join(aside, 'cluster'), empty);
  } catch (error) {
    if (!existsSync(empty)) throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return empty;
}

function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

/** The operating system drops SQLite's file lock with the process that holds it, however that ends. */
function lock(file: string, dataDir: string): () => void {
  const holder = new DatabaseSync(file, { timeout: 2_000 });
  try {
    holder.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    holder.close();
    throw new Error(`another process uses the data in ${dataDir}.`, { cause });
  }
  return () => holder.close();
}
