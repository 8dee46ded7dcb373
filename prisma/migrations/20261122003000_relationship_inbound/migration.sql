-- Who names a thing, in the order of a page (kind, then uid), without reading what names others by the same key.
-- It replaces the index on the key alone, which a key that many types share (a name, an account) made slow.
CREATE INDEX "relationship_inbound" ON "tenant"."relationship" (workspace_id, to_key, to_type, to_by, kind, from_uid);
DROP INDEX "tenant"."relationship_workspace_id_to_key_idx";
