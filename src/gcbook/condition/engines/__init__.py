"""How answers are found: as cleverly as need be, since `gcbook.condition.evidence` checks them."""
