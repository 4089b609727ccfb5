"""The reference engine: the official US rules, pure. Chance and the fold are handed in.

Source of all rules: "Monopoly. Parker Brothers Real Estate Trading Game", the rules leaflet of the
US standard edition (Parker Brothers / Hasbro). Where the leaflet leaves open how, the docstring
says what is done here. ``engine`` is the way in.
"""
