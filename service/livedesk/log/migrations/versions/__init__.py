"""One module for each change of the tables, told apart by `revision`."""
