import type { GraphLine, GraphNode } from '../graph/graph';
import { lineRows, nodeRows, type Row } from '../graph/rows';
import { SortedTable } from './SortedTable';

interface Props {
  readonly nodes: readonly GraphNode[];
  readonly lines: readonly GraphLine[];
  readonly open: (id: string) => void;
  readonly opened: string | null;
}

/** What the picture shows, as text that can be sorted. */
export function Table({ nodes, lines, open, opened }: Props) {
  const linked = (link: string) => (row: Row, column: string, text: preact.ComponentChildren) =>
    column === link ? (
      <button type="button" class="link" aria-label={row.says} aria-pressed={opened === row.key} onClick={() => open(row.key)}>
        {text}
      </button>
    ) : (
      text
    );
  return (
    <>
      <SortedTable caption="Lines" rows={lineRows(nodes, lines)} opened={opened} show={linked('relationship')} />
      <SortedTable caption="Nodes" rows={nodeRows(nodes, lines)} opened={opened} show={linked('name')} />
    </>
  );
}
