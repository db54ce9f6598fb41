"""What the procedures of a body share: blocks, reference tables, data sources."""
