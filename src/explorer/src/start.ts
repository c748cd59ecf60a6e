import { render, type ComponentChild } from 'preact';
import './style.css';

/** Puts a page into its document. */
export function start(page: ComponentChild) {
  // Cytoscape writes a style element unless there is one by this name; the page's policy allows none, and styles/picture.css has what it says.
  const own = document.createElement('template');
  own.id = '__________cytoscape_stylesheet';
  document.head.append(own);
  // What the document shows until the page is there.
  const place = document.getElementById('page')!;
  place.replaceChildren();
  render(page, place);
}
