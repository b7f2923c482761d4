import { Command } from 'commander';
import { accountCommand } from './commands/account.ts';
import { backupCommand } from './commands/backup.ts';
import { benchCommand } from './commands/bench.ts';
import { callCommand } from './commands/call.ts';
import { discoverCommand } from './commands/discover.ts';
import { keyCommand } from './commands/key.ts';
import { migrateStoreCommand } from './commands/migrate-store.ts';
import { restoreCommand } from './commands/restore.ts';
import { serveCommand } from './commands/serve.ts';
import { verifyCommand } from './commands/verify.ts';
import { VERSION } from './version.ts';

const program = new Command('cadastre')
  .description('A self-hosted register of address space that speaks the Alibaba Cloud VpcIpam API.')
  .version(VERSION)
  .showHelpAfterError()
  .addCommand(serveCommand())
  .addCommand(callCommand())
  .addCommand(accountCommand())
  .addCommand(keyCommand())
  .addCommand(discoverCommand())
  .addCommand(verifyCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(migrateStoreCommand())
  .addCommand(benchCommand());

await program.parseAsync();
