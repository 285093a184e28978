"""The geometric condition: decided for every size, with proof (Section 5.2, Lemma 5.2)."""

from gcbook.condition._classify import classify
from gcbook.condition._door import certify, holds
from gcbook.condition._inside import inside
from gcbook.condition._margin import Margin, margin
from gcbook.condition._projected import projected
from gcbook.condition._reduced import reduced
from gcbook.condition._undecided import UndecidedError
from gcbook.condition.evidence.certificate import Certificate
from gcbook.condition.evidence.certificates import Certificates
from gcbook.condition.evidence.position import Position

__all__ = [
    "Certificate",
    "Certificates",
    "Margin",
    "Position",
    "UndecidedError",
    "certify",
    "classify",
    "holds",
    "inside",
    "margin",
    "projected",
    "reduced",
]
