// Writes docs/reference/ from the operation definitions. With --check it writes nothing and fails
// where a file differs, is missing or is stale.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { openApiDocument, referencePages } from '../packages/api-contract/dist/index.js';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs', 'reference');

const expected = new Map(referencePages());
expected.set('openapi.json', `${JSON.stringify(openApiDocument(), null, 2)}\n`);

/** Paths below the folder, with forward slashes. */
function presentPaths() {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function findProblems() {
  const present = new Set(presentPaths());
  const problems = [];
  for (const [path, text] of expected) {
    if (!present.has(path)) problems.push({ path, problem: 'missing' });
    else if (readFileSync(join(folder, path), 'utf8') !== text) {
      problems.push({ path, problem: 'differs' });
    }
  }
  for (const path of present) {
    if (!expected.has(path)) problems.push({ path, problem: 'stale' });
  }
  return problems;
}

const problems = findProblems();
if (process.argv.includes('--check')) {
  for (const { path, problem } of problems) console.error(`docs/reference/${path}: ${problem}`);
  if (problems.length > 0) {
    console.error('The reference does not match the definitions. Run `npm run generate`.');
    process.exitCode = 1;
  }
} else {
  for (const { path, problem } of problems) {
    const file = join(folder, path);
    if (problem === 'stale') {
      rmSync(file);
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, expected.get(path));
  }
  console.log(`docs/reference: ${expected.size} files, ${problems.length} changed.`);
}
