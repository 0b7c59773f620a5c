-- One lead and at most one deputy per client and day (AC2.1).
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE account_assignment ADD CONSTRAINT account_assignment_overlap
    EXCLUDE USING gist (account_id WITH =, role WITH =, int8range(from_on, to_on) WITH &&)
    WHERE (role IN ('lead', 'deputy') AND NOT archived);
