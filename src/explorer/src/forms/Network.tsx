import type { Core } from 'cytoscape';
import { useState } from 'preact/hooks';
import { Empty } from '../components/Empty';
import { Legend } from '../components/Legend';
import { Zoom } from '../components/Zoom';
import { late } from '../late';
import { Sketch } from '../picture/Sketch';
import { allShown } from '../view/view';
import type { FormProps } from './form';

const Picture = late(() => import('../picture/Picture').then(({ Picture }) => Picture), Sketch);

/** The answer as a graph that can be explored. */
export function Network({ scene, nodes, lines, view, theme, isLoading, actions, go, onReady }: FormProps) {
  // The strip below a comparison needs the height.
  const hasRoom = innerWidth > 1000 && (!view.compare || innerHeight > 1100);
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
        {cy && lines.length > 0 && !view.open && <p class="hint">Click a line to read who says so.</p>}
        <div class="below">
          <Zoom cy={cy} layOut={() => go({ seed: view.seed + 1 })} />
        </div>
      </div>
      {scene.nodes.size > 0 && <Legend {...{ scene, view, theme, go }} isOpen={hasRoom && !view.open} />}
    </div>
  );
}
