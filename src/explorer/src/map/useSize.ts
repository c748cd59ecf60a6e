import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** The size of an element in pixels, as it is now. */
export function useSize(element: RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const look = () => setSize({ width: element.current!.clientWidth, height: element.current!.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element.current!);
    look();
    return () => observer.disconnect();
  }, []);
  return size;
}
