import { type RestoreReport, restoreDataFolder } from '@cadastre/server';
import { Command, Option } from 'commander';
import { acceptBrokenOption, runProved } from '../proved-work.ts';
import { describeReport } from '../verify-output.ts';

interface RestoreFlags {
  readonly from: string;
  readonly data: string;
  readonly encryptionKeyFile?: string;
  readonly acceptBroken: boolean;
}

/** `cadastre restore`: makes a data folder from a backup. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('Makes a data folder from a backup of "cadastre backup", and proves it.')
    .requiredOption('--from <folder>', 'folder of the backup')
    .addOption(
      new Option('--data <folder>', 'folder to restore to; it must be empty or missing')
        .env('CADASTRE_DATA')
        .default('./data'),
    )
    .option(
      '--encryption-key-file <file>',
      'key of the backup, where the backup was made without it',
    )
    .addOption(acceptBrokenOption())
    .addHelpText(
      'after',
      `
The copy is compared with the checksum of the backup, brought to the schema of this version, proved
as "cadastre verify" does, and only then put in place. Nothing is ever restored over data. Run it as
the user of the server, who owns the files then.

A server on the restored folder has the accounts, access keys and page tokens as they were. Changes
that were answered after the backup are lost: addresses may be given out again, and access keys that
were disabled or deleted since work again. A signed call that the old server answered after the backup
could be replayed until its timestamp has expired, half an hour after the old server ended at the
latest. docs/operating/backup.md says what to do before clients are let in.

Exit status: 0 when the folder is ready; 1 when it was left as it was.

Example:
  cadastre restore --from /backup/cadastre-2026-01-31 --data /var/lib/cadastre`,
    )
    .action(restore);
}

async function restore(flags: RestoreFlags): Promise<void> {
  await runProved(
    (output) =>
      restoreDataFolder({
        backupFolder: flags.from,
        dataFolder: flags.data,
        encryptionKeyFile: flags.encryptionKeyFile,
        isBrokenAccepted: flags.acceptBroken,
        onCopyProgress: output.progressOf('copy'),
        onVerifyProgress: output.progressOf('verify'),
        onProblem: output.onProblem,
      }),
    (report) => describeRestored(flags, report),
  );
}

function describeRestored({ data }: RestoreFlags, report: RestoreReport): string {
  const { startedAt } = report.manifest;
  return `${describeReport(report)}.\n${data} is as of ${startedAt}. What was answered after that is not in it.`;
}
