"""Evidence → Verdict, by a venue's profile. Pure: each rule yields its findings, the worst of them decides.

Absent evidence never helps: what is missing counts for at least as much as the worst it could have shown.
"""

from collections.abc import Callable, Iterator

from kiosk.decision import card_rules, person_rules
from kiosk.decision.outcome import Outcome
from kiosk.decision.profile import Profile
from kiosk.decision.verdict import Code, Evidence, Finding, Reason, Verdict

Rule = Callable[[Evidence, Profile], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    card_rules.front_present,
    card_rules.back_present,
    person_rules.visitor_live,
    person_rules.camera_real,
    person_rules.actions_done,
    person_rules.light_answered,
    person_rules.holder_vouched_for,
    person_rules.faces_match,
    person_rules.not_on_block_list,
    card_rules.number_asked,
    card_rules.old_enough,
    card_rules.warnings_answered,
    card_rules.surface_examined,
    card_rules.period_valid,
    card_rules.checks_hold,
    card_rules.fields_read,
    card_rules.fields_uncorrected,
)
"""In the order in which equally bad reasons are given."""


def decide(evidence: Evidence, profile: Profile) -> Verdict:
    """The worst outcome that any rule finds, with every reason for anything short of approval, worst first."""
    found: dict[Code, Outcome] = {}
    for rule in RULES:
        for code, outcome in rule(evidence, profile):
            found[code] = max(found.get(code, outcome), outcome, key=lambda one: one.rank)
    reasons = [Reason(code, outcome) for code, outcome in found.items() if outcome is not Outcome.APPROVED]
    reasons.sort(key=lambda reason: -reason.outcome.rank)
    return Verdict(reasons[0].outcome if reasons else Outcome.APPROVED, tuple(reasons))
