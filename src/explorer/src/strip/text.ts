/** The width of a letter on average, in pixels at the size of the strip's text. */
const letter = 6.1;

export const fits = (text: string, room: number, scale: number) => text.length * letter * scale <= room;

/** As much of a text as has room; nothing where that is a letter or two. */
export function cut(text: string, room: number, scale: number): string {
  if (fits(text, room, scale)) return text;
  const most = Math.floor(room / (letter * scale));
  return most < 4 ? '' : `${text.slice(0, most - 1).trimEnd()}…`;
}
