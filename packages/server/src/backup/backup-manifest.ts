import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFile } from '../data-folder.ts';
import { BackupError } from './backup-error.ts';

const MANIFEST_FILE = 'backup.json';

const manifestSchema = z.object({
  format: z.literal(1),
  /** The version of the program that made the backup. */
  version: z.string(),
  /** What was acknowledged before is in the backup. */
  startedAt: z.iso.datetime(),
  databaseBytes: z.int().min(1),
  databaseSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Broken invariants that were found and accepted. */
  problemCount: z.int().min(0),
});

/** What a backup says of itself. It is written last: without it a folder is no backup. */
export type BackupManifest = z.output<typeof manifestSchema>;

/** Reads what the backup in a folder says of itself. Throws BackupError where it is none. */
export function readManifest(folder: string): BackupManifest {
  const file = join(folder, MANIFEST_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BackupError(`${folder} is not a backup: ${reason}.`);
  }
  const manifest = manifestSchema.safeParse(parseJson(text));
  if (manifest.success) return manifest.data;
  throw new BackupError(`${file} is damaged or of a newer version of Cadastre.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function writeManifest(folder: string, manifest: BackupManifest): void {
  writePrivateFile(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
}
