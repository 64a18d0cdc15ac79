import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

interface Closable {
  close(): Promise<void>;
}

/**
 * Opens the database files under `dataDir` for one process alone, creating them first when there are none. Creation happens aside
 * and is put in place by a rename, so a process killed half-way leaves nothing that looks like a database.
 */
export async function openCluster<Database extends Closable>(
  dataDir: string,
  open: (folder: string) => Promise<Database>,
): Promise<{ database: Database; release: () => void }> {
  const release = lock(join(dataDir, 'in-use.sqlite'), dataDir);
  try {
    const cluster = join(dataDir, 'cluster');
    if (!existsSync(cluster)) {
      const unfinished = join(dataDir, 'cluster.unfinished');
      rmSync(unfinished, { recursive: true, force: true });
      mkdirSync(unfinished);
      const created = await open(unfinished);
      await created.close();
      renameSync(unfinished, cluster);
    }
    return { database: await open(cluster), release };
  } catch (error) {
    release();
    throw error;
  }
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
