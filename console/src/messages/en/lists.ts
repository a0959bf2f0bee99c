/** What all lists say. */
export const lists = {
  clearSearch: 'Clear the search',
  filtersActive: (count: string) => `Filters (${count})`,
  refresh: 'Refresh',
  detail: 'Details',
  copy: {
    label: 'Copy',
    plain: 'Addresses, as they are',
    defanged: 'Addresses, defanged',
    ndjson: 'As NDJSON, all fields',
    done: (count: string) => `Copied ${count}`,
    failed: 'The browser does not let us copy. Select the text and copy it by hand.',
  },
  undo: {
    undo: 'Undo',
    failed: 'Could not be undone',
  },
  confirm: { cancel: 'Cancel', working: 'Working' },
  form: { save: 'Save', cancel: 'Cancel', edit: 'Edit', add: 'Add', remove: 'Remove', optional: 'optional' },
  notSet: 'not set',
  none: 'none',
  yes: 'yes',
  no: 'no',
  tooMany: 'More than this screen shows. Narrow the filters.',
};
