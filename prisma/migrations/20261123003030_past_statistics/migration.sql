-- Without statistics of the tables that 20261123003000 filled, the first pages of the past were planned badly (2.5 s for 0.1).
ANALYZE "tenant"."version_span";
ANALYZE "tenant"."past_identity";
ANALYZE "tenant"."change_half_day";
