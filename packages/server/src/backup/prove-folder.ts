import { join } from 'node:path';
import { DATABASE_FILE } from '../data-folder.ts';
import { SecretBox } from '../identity/secret-box.ts';
import { readStoredSecrets } from '../store/sqlite/copy-database.ts';
import type { VerifyReport } from '../store/verify/prove-invariants.ts';
import { verifyDataFolder } from '../store/verify/verify-database.ts';
import { BackupError } from './backup-error.ts';
import type { ReportProgress } from './hash-file.ts';

/** How a copy is proved. */
export interface ProofOptions {
  /** Told of every broken invariant. */
  readonly onProblem: Parameters<typeof verifyDataFolder>[1]['onProblem'];
  readonly onVerifyProgress?: ReportProgress | undefined;
  /** Whether a database that breaks invariants is taken all the same. */
  readonly isBrokenAccepted: boolean;
}

/**
 * Proves that the database in a folder keeps its invariants, and that the key is the one its secrets
 * were encrypted with. Throws BackupError where not.
 */
export async function proveFolder(
  folder: string,
  encryptionKey: Uint8Array,
  { onProblem, onVerifyProgress, isBrokenAccepted }: ProofOptions,
): Promise<VerifyReport> {
  const secretBox = new SecretBox(encryptionKey);
  for (const { accessKeyId, encryptedSecret } of readStoredSecrets(join(folder, DATABASE_FILE))) {
    if (secretBox.open(encryptedSecret, `access-key:${accessKeyId}`) === undefined) {
      throw new BackupError(
        `The encryption key is not the one of this database: the secret of the access key ${accessKeyId} cannot be read with it.`,
      );
    }
  }
  const report = await verifyDataFolder(folder, { onProblem, onProgress: onVerifyProgress });
  if (report.problemCount > 0 && !isBrokenAccepted) {
    throw new BackupError('The database breaks invariants, so nothing was kept.');
  }
  return report;
}
