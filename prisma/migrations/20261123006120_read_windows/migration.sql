-- Until when the read that showed a version may have looked (docs/decisions/0103). `seen_at` is when it began: that decides
-- which of two reads is older. A read that began later but was answered before need not be newer. Null: a list, or not known.
ALTER TABLE "tenant"."resource_version" ADD COLUMN "seen_until" timestamptz(3);
