/** In characters: what every server and proxy takes (RFC 9110, 4.1). */
const longest = 8_000;

/** Where Banana Cake Pop opens with this operation; null where it is too long for a link. */
export function editorLink(query: string, variables: object): string | null {
  const bytes = new TextEncoder().encode(JSON.stringify({ query, variables }));
  if (bytes.length > (longest * 3) / 4) return null;
  const text = btoa(String.fromCharCode(...bytes));
  return `graphql/${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}
