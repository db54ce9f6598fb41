"""Images and videos that forms show, served by us for browsers to keep."""
