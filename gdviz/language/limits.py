"""How large a formula may be: enough for any textbook, too little to hurt."""

from __future__ import annotations

TEXT_LENGTH = 20_000
NODES = 5_000
DEPTH = 120
LITERAL_LENGTH = 40
LITERAL_SIZE = 1e300
EXPONENT = 64
RULES = 60
NAME_LENGTH = 40
# A Hessian has as many entries as the square of this, each a formula.
COORDINATES = 500
