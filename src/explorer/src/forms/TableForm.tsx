import { Table } from '../components/Table';
import type { FormProps } from './form';

export const TableForm = ({ nodes, lines, actions, view }: FormProps) => (
  <Table nodes={nodes} lines={lines} open={actions.open} opened={view.open} />
);
