/** The article as plain HTML for another page: without classes, and with its picture in it. */
export function toHtml(article: Element, picture: string): string {
  const copy = article.cloneNode(true) as Element;
  for (const element of [copy, ...copy.querySelectorAll('*')])
    for (const { name } of [...element.attributes]) if (/^(class|style|aria-|tabindex|lang)/.test(name)) element.removeAttribute(name);
  copy.querySelector('img')?.setAttribute('src', picture);
  return copy.outerHTML;
}

/** The same as a file. */
export const toHtmlFile = (title: string, article: string) =>
  `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>${escape(title)}</title>\n<style>body{font:1rem/1.5 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}img{max-width:100%}svg{width:1.5rem;height:1rem}blockquote{border-left:3px solid #a63a08;margin-inline-start:0;padding-inline-start:1rem}</style>\n${article}\n</html>\n`;

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
