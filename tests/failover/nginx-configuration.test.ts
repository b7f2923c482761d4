import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTemporaryFolder } from '../acceptance/support/start-server.ts';
import { adaptConfiguration, makeCertificate } from './haproxy.ts';

/** Debian has it where only root looks. */
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` };
const hasNginx = spawnSync('nginx', ['-v'], { env }).status === 0;

test.skipIf(!hasNginx)('nginx takes the configuration that is shipped for it', () => {
  const folder = makeTemporaryFolder();
  try {
    const file = (name: string) => join(folder.path, name);
    writeFileSync(file('certificate.pem'), makeCertificate());
    const replacements = new Map([
      ['/etc/nginx/cadastre.crt', file('certificate.pem')],
      ['/etc/nginx/cadastre.key', file('certificate.pem')],
    ]);
    writeFileSync(file('cadastre.conf'), adaptConfiguration('nginx/cadastre.conf', replacements));
    const around = `events {} pid ${file('pid')}; error_log stderr;
      http { access_log off; include ${file('cadastre.conf')}; }`;
    writeFileSync(file('nginx.conf'), around);
    const checked = spawnSync('nginx', ['-t', '-c', file('nginx.conf')], { env, encoding: 'utf8' });
    expect(checked.stderr).toContain('test is successful');
  } finally {
    folder.remove();
  }
});
