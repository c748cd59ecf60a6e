import type { ComponentChildren } from 'preact';
import { Empty } from '../components/Empty';
import type { FormProps } from './form';

/** What surrounds every form but the network and the table: where it has nothing to draw, it says why. */
export function FormFrame({
  name,
  isEmpty,
  scene,
  isLoading,
  go,
  children,
}: Pick<FormProps, 'scene' | 'isLoading' | 'go'> & { name: string; isEmpty: boolean; children: ComponentChildren }) {
  return (
    <div class={`form ${name}`}>
      {isEmpty && !isLoading ? <Empty scene={scene} hasHidden={false} showAll={() => {}} ever={() => go({ date: null })} /> : children}
    </div>
  );
}
