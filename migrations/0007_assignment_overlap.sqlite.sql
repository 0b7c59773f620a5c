-- One lead and at most one deputy per client and day (AC2.1).
CREATE TRIGGER account_assignment_overlap_insert BEFORE INSERT ON account_assignment
WHEN NEW.role IN ('lead', 'deputy') AND NEW.archived = 0 AND EXISTS (
    SELECT 1 FROM account_assignment o
    WHERE o.account_id = NEW.account_id AND o.role = NEW.role AND o.archived = 0
      AND (NEW.to_on IS NULL OR o.from_on < NEW.to_on) AND (o.to_on IS NULL OR o.to_on > NEW.from_on))
BEGIN
    SELECT RAISE(ABORT, 'UNIQUE constraint failed: account_assignment overlap');
END;
CREATE TRIGGER account_assignment_overlap_update BEFORE UPDATE OF from_on, to_on, role, archived ON account_assignment
WHEN NEW.role IN ('lead', 'deputy') AND NEW.archived = 0 AND EXISTS (
    SELECT 1 FROM account_assignment o
    WHERE o.id <> NEW.id AND o.account_id = NEW.account_id AND o.role = NEW.role AND o.archived = 0
      AND (NEW.to_on IS NULL OR o.from_on < NEW.to_on) AND (o.to_on IS NULL OR o.to_on > NEW.from_on))
BEGIN
    SELECT RAISE(ABORT, 'UNIQUE constraint failed: account_assignment overlap');
END;
