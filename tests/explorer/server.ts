import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../..', import.meta.url).pathname;

/** The program as it was built last. */
function program(): string {
  const built = ['debug', 'release']
    .map((configuration) => join(root, 'artifacts/bin/KnowledgeGraph.Server', configuration, 'KnowledgeGraph.Server.dll'))
    .filter((file) => existsSync(file));
  if (built.length === 0) throw new Error('There is no built server. Run dotnet build.');
  return built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]!;
}

/** A store other than the program's own: what is asked for by options, and what stands in its environment. */
export interface Store {
  readonly options: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The program over a data folder of its own, or over a store that is given. */
export class Server {
  address = '';
  private process: ChildProcess | null = null;
  private readonly data = mkdtempSync(join(tmpdir(), 'explorer-'));
  private readonly program = program();
  private readonly options: readonly string[];
  private readonly env: NodeJS.ProcessEnv;

  /** @param seed A folder of YAML, all of which is loaded; the product's own where it is left out. */
  constructor({ seed = join(root, 'seed'), store }: { seed?: string; store?: Store } = {}) {
    this.options = ['--data', this.data, '--seed', seed, ...(store?.options ?? [])];
    this.env = { ...process.env, ...store?.environment };
  }

  async start(): Promise<this> {
    execFileSync('dotnet', [this.program, 'seed', ...this.options], { env: this.env });
    await this.resume();
    return this;
  }

  /** Starts again where it was, with what it had. */
  async resume() {
    this.process = spawn('dotnet', [this.program, 'serve', ...this.options, '--urls', this.address || 'http://127.0.0.1:0'], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const child = this.process;
    this.address = await new Promise<string>((found, failed) => {
      let said = '';
      child.stdout!.on('data', (part: Buffer) => {
        said += part.toString();
        const address = /answers at (http:\/\/\S+)\/graphql/.exec(said);
        if (address) found(address[1]!);
      });
      child.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
    });
  }

  /** A token with the key of the data folder. */
  token(...scopes: string[]): string {
    const options = ['--data', this.data, '--subject', 'ana', ...scopes.flatMap((scope) => ['--scope', scope])];
    return execFileSync('dotnet', [this.program, 'token', ...options], { env: this.env, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  }

  async halt() {
    const child = this.process;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
    this.process = null;
  }

  async stop() {
    await this.halt();
    rmSync(this.data, { recursive: true, force: true });
  }
}
