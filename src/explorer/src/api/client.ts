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

/** Which of the evidence counts, as a response states it and a request can ask for it. Null: all of it. */
export type EvidenceLens = {
  readonly publishedBy: string | null;
  readonly without: readonly string[];
  readonly minOrigins: number;
} | null;

export interface Response<Result> {
  readonly data: Result;
  /** The evidence that counted. */
  readonly evidence: EvidenceLens;
}

const known = new Map<string, Promise<Response<unknown>>>();
const mostKnown = 300;

/** The data of an operation, with the evidence that counts. */
export const ask = async <Result, Variables>(document: Document<Result, Variables>, variables: Variables, evidence: EvidenceLens = null) =>
  (await respond(document, variables, evidence)).data;

/** The response to an operation; asked again for the same, the response that is known already. */
export function respond<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
  evidence: EvidenceLens = null,
): Promise<Response<Result>> {
  const body = JSON.stringify({ query: document.toString(), variables, ...(evidence && { extensions: { lens: evidence } }) });
  const found = known.get(body);
  if (found) return found as Promise<Response<Result>>;
  const response = post(body);
  known.set(body, response);
  if (known.size > mostKnown) known.delete(known.keys().next().value!);
  response.catch(() => known.delete(body));
  return response as Promise<Response<Result>>;
}

/** The response to a mutation, which is sent each time. */
export const send = async <Result, Variables>(document: Document<Result, Variables>, variables: Variables) =>
  (await post(JSON.stringify({ query: document.toString(), variables }))).data as Result;

/** Forgets all answers: the graph may be another. */
export const forget = () => known.clear();

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: { readonly lens?: Partial<NonNullable<EvidenceLens>> };
}

async function post(body: string): Promise<Response<unknown>> {
  const response = await reach('graphql', {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json, application/json;q=0.9' },
  });
  const { data, errors, extensions } = (await parse(response)) as Body;
  const [error] = errors ?? [];
  if (error) throw new AskError(error.message, response.status >= 500 ? 'failed' : 'refused', error.extensions?.code);
  if (!response.ok || !data) throw new AskError(`The server answered with status ${response.status}.`, 'failed');
  const { publishedBy = null, without, minOrigins } = extensions?.lens ?? {};
  return { data, evidence: without === undefined || minOrigins === undefined ? null : { publishedBy, without, minOrigins } };
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

async function reach(path: string, init: RequestInit): Promise<globalThis.Response> {
  try {
    return await fetch(path, init);
  } catch {
    throw offline('The server cannot be reached.');
  }
}

async function parse(response: globalThis.Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    const message = `The server answered with status ${response.status} and no JSON.`;
    // What a proxy says of a server that is away.
    throw [502, 503, 504].includes(response.status) ? offline(message) : new AskError(message, 'failed');
  }
}
