import { Command } from 'commander';
import { benchCommand } from './commands/bench.ts';
import { callCommand } from './commands/call.ts';
import { discoverCommand } from './commands/discover.ts';
import { serveCommand } from './commands/serve.ts';
import { verifyCommand } from './commands/verify.ts';
import { VERSION } from './version.ts';

const program = new Command('cadastre')
  .description('A self-hosted register of address space that speaks the Alibaba Cloud VpcIpam API.')
  .version(VERSION)
  .showHelpAfterError()
  .addCommand(serveCommand())
  .addCommand(callCommand())
  .addCommand(discoverCommand())
  .addCommand(verifyCommand())
  .addCommand(benchCommand());

await program.parseAsync();
