import { Table } from '../components/Table';
import { AnswerTables } from './AnswerTables';
import type { FormProps } from './form';

/** The lists of the answer, and what the network shows, as tables. */
export const TableForm = ({ scene, nodes, lines, actions, view }: FormProps) => (
  <div class="tables">
    {scene.question && scene.answer && <AnswerTables {...{ scene }} open={actions.open} opened={view.open} />}
    <Table nodes={nodes} lines={lines} open={actions.open} opened={view.open} />
  </div>
);
