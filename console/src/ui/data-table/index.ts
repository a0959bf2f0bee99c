export { DataTable, type DataTableProps } from './data-table.tsx';
export { formatSort, parseSort, type Column, type Sort } from './column.ts';
export { csvOf, download } from './csv.ts';
