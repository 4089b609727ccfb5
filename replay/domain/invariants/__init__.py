"""What must always hold in a game, and where a recorded one breaks it: findings, never exceptions.

The audit judges effects and claims (`replay.domain.claims`) by the printed board and the official
rules. It shares nothing with the interpreters, who believe, nor with the rules, who decide.
"""

from replay.domain.invariants.audit import Audit
from replay.domain.invariants.findings import RULES, Finding, Report, Rule

__all__ = ["RULES", "Audit", "Finding", "Report", "Rule"]
