"""Who reaches what: one table, every address of the product, every role."""
