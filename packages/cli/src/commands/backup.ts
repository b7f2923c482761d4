import { type BackupReport, backUpDataFolder } from '@cadastre/server';
import { Command, Option } from 'commander';
import { acceptBrokenOption, runProved } from '../proved-work.ts';
import { describeReport } from '../verify-output.ts';
import { VERSION } from '../version.ts';

interface BackupFlags {
  readonly data: string;
  readonly to: string;
  readonly encryptionKey: boolean;
  readonly acceptBroken: boolean;
}

/** `cadastre backup`: a proved copy of a data folder, beside a running server or not. */
export function backupCommand(): Command {
  return new Command('backup')
    .description('Copies a data folder, also while a server uses it, and proves the copy.')
    .addOption(
      new Option('--data <folder>', 'folder to back up').env('CADASTRE_DATA').default('./data'),
    )
    .requiredOption('--to <folder>', 'folder of the backup; nothing may stand there yet')
    .option('--no-encryption-key', 'leave the encryption key out; you must have it elsewhere')
    .addOption(acceptBrokenOption())
    .addHelpText(
      'after',
      `
Every change that was answered before the command began is in the backup. A server goes on meanwhile;
its write-ahead log grows until the copy is made. The backup has
  - cadastre.db: the database, as one file;
  - encryption.key: the key of the secrets in it, unless --no-encryption-key is given. Who has both
    can read the secret of every access key: keep the backup as safe as the data folder;
  - backup.json: when it was made, by which version, and a checksum.
The configuration file, certificates and root-access-key.json are not in it.

The copy is proved as "cadastre verify" does and gets its name only then. A command that was killed
leaves a folder whose name has .unfinished- in it, which you can delete.

This is for the embedded store. A shared database is backed up with PostgreSQL's own tools.

Exit status: 0 when the backup is complete; 1 when there is none.

Examples:
  cadastre backup --data /var/lib/cadastre --to /backup/cadastre-$(date +%F)
  cadastre backup --to /backup/today --no-encryption-key`,
    )
    .action(backup);
}

async function backup(flags: BackupFlags): Promise<void> {
  await runProved(
    (output) =>
      backUpDataFolder({
        dataFolder: flags.data,
        backupFolder: flags.to,
        isKeyIncluded: flags.encryptionKey,
        isBrokenAccepted: flags.acceptBroken,
        version: VERSION,
        onCopyProgress: output.progressOf('copy'),
        onVerifyProgress: output.progressOf('verify'),
        onProblem: output.onProblem,
      }),
    (report) => describeBackup(flags, report),
  );
}

function describeBackup({ to, encryptionKey }: BackupFlags, report: BackupReport): string {
  const key = encryptionKey
    ? 'The encryption key is in it: keep it as safe as the data folder.'
    : 'The encryption key is not in it: without the key it cannot be restored.';
  const megabytes = (report.manifest.databaseBytes / 1e6).toFixed(1);
  return `${describeReport(report)}.\nThe backup is in ${to} (${megabytes} MB). ${key}`;
}
