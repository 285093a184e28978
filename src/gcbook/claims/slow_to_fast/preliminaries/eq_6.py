"""Equation (6). The restricted network."""

from gcbook.audit import Claim
from gcbook.claims.slow_to_fast.preliminaries.lem_4_1 import loss_sees_only_the_projection

PRINTED = r"""
For $x\in V_i$, $f(W;x)=V\sigma((P_iW)^\top x-b)$.
"""

MENDED = """
The bias is restored, as in (1).
"""


CLAIM = Claim(
    id="eq-6",
    number="Equation (6)",
    title="The restricted network",
    section="4.1",
    statement=PRINTED,
    kind="equation",
    depends=("eq-1",),
    repair=MENDED,
    checks=(loss_sees_only_the_projection,),
)
