// Compresses each file of the page once, with the best that there is, so that the server need not do it for each visitor with the fastest.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const page = new URL('../../artifacts/explorer/page/', import.meta.url);
for (const name of readdirSync(page, { recursive: true })) {
  if (!/\.(html|js|css|json|svg)$/.test(name)) continue;
  const content = readFileSync(new URL(name, page));
  // Less fits a packet as it is.
  if (content.length < 1_400) continue;
  writeFileSync(new URL(`${name}.br`, page), brotliCompressSync(content));
  writeFileSync(new URL(`${name}.gz`, page), gzipSync(content, { level: 9 }));
}
