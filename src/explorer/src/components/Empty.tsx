import type { Scene } from '../graph/load';
import { inTime } from '../graph/words';
import { isEmpty } from './Answer';

interface Props {
  readonly scene: Scene;
  readonly hasHidden: boolean;
  readonly showAll: () => void;
  readonly ever: () => void;
}

/** What stands where there is nothing to draw: why, and what to try. */
export function Empty({ scene, hasHidden, showAll, ever }: Props) {
  if (hasHidden) {
    return (
      <div class="empty">
        <p>All that the answer has is hidden.</p>
        <button type="button" onClick={showAll}>
          Show all
        </button>
      </div>
    );
  }
  if (scene.answer && !isEmpty(scene.answer)) {
    return (
      <div class="empty">
        <p>This answer is figures and dates, not nodes: it stands in the list.</p>
      </div>
    );
  }
  if (!scene.question) {
    return (
      <div class="empty">
        <p>Nothing is chosen yet. Search for a name above, or begin with a question.</p>
      </div>
    );
  }
  return (
    <div class="empty">
      <p>Nothing answers this{scene.date ? ` ${inTime(scene.date)}` : ''}.</p>
      {scene.date ? (
        <button type="button" onClick={ever}>
          Ask without a date
        </button>
      ) : (
        <p>Try other values, or search for a name above.</p>
      )}
    </div>
  );
}
