r"""Separation in regression: does the maximum-likelihood estimate exist (Albert & Anderson 1984)?

A likelihood of a logistic or a Poisson regression has a maximum if and only if no direction of the
coefficients raises it for ever, that is, if every n in the recession cone

.. math:: K = \{n : \langle n, r\rangle\ge0 \text{ for every row } r\}

leaves all fitted values alone.  The rows r are those of `gcbook.applications._design`.  With
independent columns that is the geometric condition for the rows.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import attrs
import numpy as np

from gcbook import _checks
from gcbook.applications._design import Design, design
from gcbook.applications._recession import Vector, echelon, reduce
from gcbook.condition import Position, classify

if TYPE_CHECKING:
    import pandas as pd

Case = Literal["overlap", "quasi", "complete", "collinear"]
