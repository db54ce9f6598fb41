"""The design system: tokens, components, widgets, layouts, the style page.

Owns how things look; holds no business word and no query."""
