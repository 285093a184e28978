"""The front page: one line a name.  `__init__.py` reads it, and so do type checkers."""

from gcbook import applications as applications
from gcbook import audit as audit
from gcbook import bounds as bounds
from gcbook import claims as claims
from gcbook import cli as cli
from gcbook import companions as companions
from gcbook import condition as condition
from gcbook import data as data
from gcbook import deep as deep
from gcbook import descent as descent
from gcbook import experiments as experiments
from gcbook import hinge as hinge
from gcbook import initialisation as initialisation
from gcbook import network as network
from gcbook import plots as plots
from gcbook import population as population
from gcbook import probability as probability
from gcbook import widgets as widgets
from gcbook.applications import Separation as Separation
from gcbook.applications import separation as separation
from gcbook.claims import errata as errata
from gcbook.claims import ledger as ledger
from gcbook.condition import Certificate as Certificate
from gcbook.condition import Certificates as Certificates
from gcbook.condition import Margin as Margin
from gcbook.condition import Position as Position
from gcbook.condition import UndecidedError as UndecidedError
from gcbook.condition import certify as certify
from gcbook.condition import classify as classify
from gcbook.condition import holds as holds
from gcbook.condition import inside as inside
from gcbook.condition import margin as margin
from gcbook.condition import projected as projected
from gcbook.data import Annulus as Annulus
from gcbook.data import ClassData as ClassData
from gcbook.data import Points as Points
from gcbook.data import PolarGrid as PolarGrid
from gcbook.data import Subspaces as Subspaces
from gcbook.descent import Ensemble as Ensemble
from gcbook.descent import Trajectory as Trajectory
from gcbook.descent import descend as descend
from gcbook.descent import descend_many as descend_many
from gcbook.initialisation import cross_polytope_start as cross_polytope_start
from gcbook.initialisation import half_space_start as half_space_start
from gcbook.initialisation import random_start as random_start
from gcbook.initialisation import simplex_start as simplex_start
from gcbook.network import Network as Network
from gcbook.network import binary_network as binary_network
from gcbook.probability import Estimate as Estimate
from gcbook.probability import estimate_gc_probability as estimate_gc_probability
from gcbook.probability import gc_probability as gc_probability
from gcbook.probability import neurons_for as neurons_for

__version__: str
__all__: list[str]
