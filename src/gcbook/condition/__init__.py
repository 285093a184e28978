"""The geometric condition: decided for every size, with proof (Section 5.2, Lemma 5.2)."""

from gcbook.condition._door import certify, holds
from gcbook.condition._margin import Margin, margin
from gcbook.condition._projected import projected
from gcbook.condition._reduced import reduced
from gcbook.condition.certificate import Certificate, Certificates

__all__ = [
    "Certificate",
    "Certificates",
    "Margin",
    "certify",
    "holds",
    "margin",
    "projected",
    "reduced",
]
