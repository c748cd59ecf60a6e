import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const Loading = () => <p class="note first">Loading …</p>;

/** A component that is fetched when it is first shown, and what is shown until it is there. */
export function late<P extends object>(load: () => Promise<ComponentType<P>>, Meanwhile: ComponentType<P> = Loading): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Late(props: P) {
    const [, arrive] = useState(false);
    useEffect(() => {
      let isStale = false;
      if (!loaded)
        void load().then((component) => {
          loaded = component;
          if (!isStale) arrive(true);
        });
      return () => {
        isStale = true;
      };
    }, []);
    const Component = loaded ?? Meanwhile;
    return <Component {...props} />;
  };
}
