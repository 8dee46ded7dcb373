-- Of each workspace's issuer one key signs and one waits for its turn, whatever two replicas do at once.
CREATE UNIQUE INDEX "issuer_key_one_of_state" ON "directory"."issuer_key" (workspace_id, state)
  WHERE state IN ('active', 'next');
