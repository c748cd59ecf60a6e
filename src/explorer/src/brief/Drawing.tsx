import type { Core } from 'cytoscape';
import type { GraphLine, GraphNode } from '../graph/graph';
import type { Scene } from '../graph/load';
import { themes } from '../picture/marks';
import { Picture, type PictureActions } from '../picture/Picture';
import { toSvg } from '../picture/svg';
import type { View } from '../view/view';

/** A picture for paper, as addresses that hold it whole. */
export interface Drawn {
  readonly svg: string;
  /** For pages that take no SVG. */
  readonly png: string;
}

interface Props {
  readonly scene: Scene;
  readonly nodes: readonly GraphNode[];
  readonly lines: readonly GraphLine[];
  readonly view: View;
  readonly title: string;
  readonly onDrawn: (drawn: Drawn) => void;
}

const nothing = () => {};
const still: PictureActions = { open: nothing, expand: nothing, hide: nothing, focus: nothing, pin: nothing, pick: nothing };

/** Draws the picture of the page out of sight, at the size of the paper, and hands it over. */
export function Drawing({ scene, nodes, lines, view, title, onDrawn }: Props) {
  const take = (cy: Core) =>
    onDrawn({
      svg: `data:image/svg+xml,${encodeURIComponent(toSvg(cy, themes.print, title))}`,
      png: cy.png({ full: true, scale: 2, bg: themes.print.paper, maxWidth: 2400, maxHeight: 2400 }),
    });
  return (
    <div class="offstage" aria-hidden="true" inert>
      <Picture {...{ scene, nodes, lines, view }} theme={themes.print} actions={still} onReady={nothing} onDrawn={take} />
    </div>
  );
}
