/** Names of countries that English gives an article. */
const takesThe =
  /^(?:United |Bahamas$|Gambia$|Maldives$|Netherlands$|Philippines$|Seychelles$)|(?:Emirates|Federation|Islands|Kingdom|Republic|States)$/;

/** `United States`: the United States. */
export const the = (name: string) => (takesThe.test(name) ? `the ${name}` : name);

const smallNumbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** Small numbers as words, larger ones as digits. */
export const numberWords = (n: number) => smallNumbers[n] ?? n.toLocaleString('en');

export const countWords = (n: number, one: string, many = `${one}s`) => `${numberWords(n)} ${n === 1 ? one : many}`;

/** The parts as one list: a, b and c. */
export function listed<T>(items: readonly T[], last = ' and '): (T | string)[] {
  return items.flatMap((item, i) => (i === 0 ? [item] : [i === items.length - 1 ? last : ', ', item]));
}
