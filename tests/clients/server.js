// The real server, as a process of its own, on a free port and with a data folder of its own.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const program = path.resolve(
  import.meta.dirname, '../../artifacts/bin/KnowledgeGraph.Server', process.env.CONFIGURATION?.toLowerCase() ?? 'debug', 'KnowledgeGraph.Server.dll');

/** Starts a server; `settings` are environment variables below KNOWLEDGEGRAPH__, `options` those of the command line. */
export async function start(settings = {}, ...options) {
  const data = await mkdtemp(path.join(tmpdir(), 'kg-clients-'));
  const env = { ...process.env };
  for (const [name, value] of Object.entries(settings)) env[`KNOWLEDGEGRAPH__${name}`] = String(value);
  const server = spawn('dotnet', [program, 'serve', '--urls', 'http://127.0.0.1:0', '--data', data, ...options], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk) => {
      output += chunk;
      const found = /answers at (\S+)/.exec(output);
      if (found) resolve(found[1]);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)));
  });
  return {
    url,
    /** A token of the server's local key. */
    token(...scopes) {
      const options = scopes.flatMap((scope) => ['--scope', scope]);
      return execFileSync('dotnet', [program, 'token', '--subject', 'ana', '--days', '1', '--data', data, ...options], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    },
    webSocketUrl: url.replace('http', 'ws'),
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}
