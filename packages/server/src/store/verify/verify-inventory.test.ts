import { corrupt, makeVerifiedFolder, verify } from './verification.test-support.ts';
import { inventoryVerification } from './verification-contract.test-support.ts';

inventoryVerification(async (fill, sql) => {
  const folder = await makeVerifiedFolder(fill);
  corrupt(folder, sql);
  return (await verify(folder)).lines;
});
