import { start } from '../start';
import { Embed } from './Embed';

start(<Embed />);
