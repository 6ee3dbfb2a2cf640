/** Makes the secrets that production needs, one file each, in the folder named; what is there already stays: `node cli/secrets.ts /secrets`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateAdminPassword, generateSecrets } from '#embedded/secrets.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Name the folder that the secrets go to: node cli/secrets.ts FOLDER');
  process.exit(1);
}
mkdirSync(folder, { recursive: true, mode: 0o700 });
for (const [name, value] of Object.entries({ ...generateSecrets(), ADMIN_PASSWORD: generateAdminPassword() })) {
  try {
    writeFileSync(join(folder, name), value, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
