"""A language model at the table, as far as it is pure: what it is shown, and what it answered.

``board`` says what the model sees, ``menu`` what it may choose, ``prompt`` puts both into words,
``answer`` reads what comes back. Who asks, and waits, is `replay.players`.
"""
