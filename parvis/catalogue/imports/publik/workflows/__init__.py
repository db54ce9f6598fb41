"""Workflows of w.c.s. as workflows of ours: statuses, transitions, actions, forms given on the way, messages.

``elements`` says what the XML says; ``roles``, ``names``, ``words`` and ``delays`` translate its small words;
``given``, ``steps`` and ``ways`` each item; ``global_actions`` those of any status; ``circuit`` puts them together,
``pruning`` takes out what leads nowhere, ``attaching`` ties the result to the forms that name it. Nothing is dropped in
silence.
"""
