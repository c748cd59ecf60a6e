import { render } from 'preact';
import { Root } from './Root';
import './style.css';

// Cytoscape writes a style element unless there is one by this name; the page's policy allows none, and styles/picture.css has what it says.
const own = document.createElement('template');
own.id = '__________cytoscape_stylesheet';
document.head.append(own);

render(<Root />, document.getElementById('page')!);
