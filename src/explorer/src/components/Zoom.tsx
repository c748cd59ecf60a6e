import type { Core } from 'cytoscape';
import { fit, zoom } from '../picture/fit';

/** How near the picture is, and where its nodes stand. */
export const Zoom = ({ cy, layOut }: { cy: Core | null; layOut: () => void }) => (
  <div class="zoom" role="group" aria-label="Picture">
    <button type="button" aria-label="Zoom in" onClick={() => cy && zoom(cy, 1.3)}>
      +
    </button>
    <button type="button" aria-label="Zoom out" onClick={() => cy && zoom(cy, 1 / 1.3)}>
      −
    </button>
    <button type="button" aria-label="Fit" title="Fit the whole picture" onClick={() => cy && fit(cy)}>
      ⊡
    </button>
    <button type="button" aria-label="Lay out anew" title="Lay out anew" onClick={layOut}>
      ↻
    </button>
    <button
      type="button"
      aria-label="Full screen"
      title="Full screen"
      onClick={(e) => toggleFullScreen(e.currentTarget.closest('.picture')!)}
    >
      ⛶
    </button>
  </div>
);

function toggleFullScreen(element: Element) {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void element.requestFullscreen();
}
