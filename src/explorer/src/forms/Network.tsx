import type { Core } from 'cytoscape';
import { useState } from 'preact/hooks';
import { Empty } from '../components/Empty';
import { Legend } from '../components/Legend';
import { fit, zoom } from '../picture/fit';
import { Picture } from '../picture/Picture';
import { allShown } from '../view/view';
import type { FormProps } from './form';

/** The answer as a graph that can be explored. */
export function Network({ scene, nodes, lines, view, theme, isLoading, actions, go, onReady }: FormProps) {
  const [cy, setCy] = useState<Core | null>(null);
  const ready = (next: Core | null) => {
    setCy(next);
    onReady(next);
  };
  return (
    <div class="picture">
      <div class="stage">
        <Picture {...{ scene, nodes, lines, view, theme, actions }} onReady={ready} />
        {nodes.length === 0 && !isLoading && (
          <Empty scene={scene} hasHidden={scene.nodes.size > nodes.length} showAll={() => go(allShown)} ever={() => go({ date: null })} />
        )}
        {lines.length > 0 && !view.open && <p class="hint">Click a line to read who says so.</p>}
        <div class="below">
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
            <button type="button" aria-label="Lay out anew" title="Lay out anew" onClick={() => go({ seed: view.seed + 1 })}>
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
        </div>
      </div>
      {scene.nodes.size > 0 && <Legend {...{ scene, view, theme, go }} isOpen={innerWidth > 1000 && !view.open} />}
    </div>
  );
}

function toggleFullScreen(element: Element) {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void element.requestFullscreen();
}
