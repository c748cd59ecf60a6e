import { countByKind, few, neighboursOf, type Neighbours } from '../graph/neighbours';
import { kindWords } from '../graph/words';
import type { Step } from '../view/view';
import type { NodeActions } from './NodePanel';
import { useAnswer, type PanelProps } from './PanelFrame';

interface Props extends Pick<PanelProps, 'date' | 'evidence' | 'retry'>, Pick<NodeActions, 'expand' | 'collapse'> {
  readonly id: string;
  readonly steps: readonly Step[];
}

/** Brings the neighbours of a node: a few at once, of many those of one kind or all. */
export function Expand({ id, steps, date, evidence, retry, expand, collapse }: Props) {
  const { answer } = useAnswer<Neighbours>(() => neighboursOf(id, date, evidence), [id, date, evidence, retry]);
  const own = steps.filter((step) => step.does === 'expand' && step.id === id);
  const expanded = new Set(own.map((step) => ('kind' in step ? step.kind : 'all')));
  const kinds = countByKind(answer?.neighbours ?? []);
  const isMany = (answer?.neighbours.length ?? 0) > few && kinds.length > 1;
  return (
    <>
      {own.length > 0 && (
        <button type="button" onClick={() => collapse(id)}>
          Collapse
        </button>
      )}
      {own.length === 0 && !isMany && (
        <button type="button" onClick={() => expand(id)}>
          Expand
        </button>
      )}
      {isMany && !expanded.has('all') && (
        <div class="expand" role="group" aria-label="Expand by kind">
          Expand
          {kinds
            .filter(([kind]) => !expanded.has(kind))
            .map(([kind, count]) => (
              <button key={kind} type="button" onClick={() => expand(id, kind)}>
                {kindWords[kind][count === 1 ? 0 : 1]} <small>{count}</small>
              </button>
            ))}
          <button type="button" onClick={() => expand(id)}>
            all <small>{answer!.neighbours.length.toLocaleString('en')}</small>
          </button>
        </div>
      )}
    </>
  );
}
