/** What went wrong, in words for who reads the page. */
export class AskError extends Error {
  constructor(
    message: string,
    readonly kind: 'offline' | 'refused' | 'failed',
    readonly code?: string,
  ) {
    super(message);
  }
}

interface Document<Result, Variables> {
  toString(): string;
  __apiType?: (variables: Variables) => Result;
}

const known = new Map<string, Promise<unknown>>();
const mostKnown = 300;

/** The answer to an operation; asked again for the same, the answer that is known already. */
export function ask<Result, Variables>(document: Document<Result, Variables>, variables: Variables): Promise<Result> {
  const body = JSON.stringify({ query: document.toString(), variables });
  const found = known.get(body);
  if (found) return found as Promise<Result>;
  const answer = post(body);
  known.set(body, answer);
  if (known.size > mostKnown) known.delete(known.keys().next().value!);
  answer.catch(() => known.delete(body));
  return answer as Promise<Result>;
}

/** Forgets all answers: the graph may be another. */
export const forget = () => known.clear();

async function post(body: string): Promise<unknown> {
  const response = await reach('graphql', {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json, application/json;q=0.9' },
  });
  const answer = (await parse(response)) as { data?: unknown; errors?: { message: string; extensions?: { code?: string } }[] };
  const [error] = answer.errors ?? [];
  if (error) throw new AskError(error.message, response.status >= 500 ? 'failed' : 'refused', error.extensions?.code);
  if (!response.ok || !answer.data) throw new AskError(`The server answered with status ${response.status}.`, 'failed');
  return answer.data;
}

/** Any file of the server, read as JSON. */
export async function fetchJson<T>(path: string): Promise<T> {
  const response = await reach(path, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new AskError(`The server answered /${path} with status ${response.status}.`, 'failed');
  return (await parse(response)) as T;
}

/** Whether the server answers and is ready. */
export async function isReady(): Promise<boolean> {
  try {
    return (await fetch('health/ready', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

const watchers = new Set<() => void>();

/** Calls whenever the server turns out to be out of reach, whoever asked; gives what ends it. */
export function onOffline(watch: () => void): () => void {
  watchers.add(watch);
  return () => watchers.delete(watch);
}

function offline(message: string): AskError {
  watchers.forEach((watch) => watch());
  return new AskError(message, 'offline');
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch {
    throw offline('The server cannot be reached.');
  }
}

async function parse(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    const message = `The server answered with status ${response.status} and no JSON.`;
    // What a proxy says of a server that is away.
    throw [502, 503, 504].includes(response.status) ? offline(message) : new AskError(message, 'failed');
  }
}
