import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const Loading = () => (
  <p class="note first" aria-busy="true">
    Loading …
  </p>
);

/** The connection failed, or the server has another version of the page by now. */
const Failed = () => (
  <p class="note first" role="alert">
    This part of the page cannot be loaded.{' '}
    <button type="button" class="link" onClick={() => window.location.reload()}>
      Load the page again
    </button>
  </p>
);

/** A component that is fetched when it is first shown, and what is shown until it is there. */
export function late<P extends object>(load: () => Promise<ComponentType<P>>, Meanwhile: ComponentType<P> = Loading): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Late(props: P) {
    const [arrived, arrive] = useState<{ Component: ComponentType<P> } | null>(null);
    useEffect(() => {
      let isStale = false;
      if (!loaded)
        load()
          .then((component) => (loaded = component))
          .catch(() => Failed)
          .then((Component) => !isStale && arrive({ Component }));
      return () => {
        isStale = true;
      };
    }, []);
    const Component = loaded ?? arrived?.Component ?? Meanwhile;
    return <Component {...props} />;
  };
}
