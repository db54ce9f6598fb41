"""Composition root: settings, addresses, servers, commands. Nothing here is business."""
