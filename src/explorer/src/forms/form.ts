import type { Core } from 'cytoscape';
import type { ComponentType } from 'preact';
import type { NodeActions } from '../components/NodePanel';
import type { GraphLine, GraphNode } from '../graph/graph';
import type { Scene } from '../graph/load';
import type { PictureActions } from '../picture/Picture';
import type { Theme } from '../picture/marks';
import type { View } from '../view/view';

/** The forms that an answer can be shown in, and what their buttons say. */
export const formWords = {
  network: 'Network',
  strip: 'Strip',
  bars: 'Bars',
  line: 'Lines',
  timeline: 'Timeline',
  matrix: 'Matrix',
  text: 'Text',
  table: 'Table',
  map: 'Map',
} as const;

export type Form = keyof typeof formWords;

export const isForm = (text: string): text is Form => Object.hasOwn(formWords, text);

/** The forms that show every node and line there is, not the fields of the answer alone. */
const ofNodes: readonly Form[] = ['network', 'table'];

/** The change of the view after which what is added to an answer is seen. */
export const inSight = (form: Form): { readonly show?: Form } => (ofNodes.includes(form) ? {} : { show: 'network' });

/** What every form draws from, and what it can do to the page. */
export interface FormProps {
  readonly scene: Scene;
  /** The nodes and lines that the view leaves of the scene. */
  readonly nodes: readonly GraphNode[];
  readonly lines: readonly GraphLine[];
  readonly view: View;
  readonly theme: Theme;
  readonly isLoading: boolean;
  readonly actions: PictureActions & NodeActions;
  readonly go: (change: Partial<View>) => void;
  /** Gives the files that are saved a hand on the network. */
  readonly onReady: (cy: Core | null) => void;
  /** Below another form, where there is less room. */
  readonly isSmall?: boolean;
}

export type FormComponent = ComponentType<FormProps>;
