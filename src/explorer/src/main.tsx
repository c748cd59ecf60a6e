import { Root } from './Root';
import { start } from './start';

start(<Root />);
