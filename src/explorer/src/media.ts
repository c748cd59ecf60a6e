import { useEffect, useState } from 'preact/hooks';

/** Whether the reader prefers dark pages, now and when that changes. */
export const useDark = () => useMedia('(prefers-color-scheme: dark)');

/** Whether the parts of the page stand one under the other (styles/narrow.css). */
export const useNarrow = () => useMedia('(max-width: 60rem)');

function useMedia(text: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(text).matches);
  useEffect(() => {
    const query = matchMedia(text);
    const follow = () => setMatches(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return matches;
}
