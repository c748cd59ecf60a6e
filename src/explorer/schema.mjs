// Writes what comes in to the file that is named, if it is anything else: who builds by times then sees no change.
import { readFileSync, writeFileSync } from 'node:fs';

const [, , file] = process.argv;
const schema = readFileSync(0);
let known;
try {
  known = readFileSync(file);
} catch {
  known = null;
}
if (schema.length === 0) throw new Error('no schema came in');
if (!known?.equals(schema)) writeFileSync(file, schema);
