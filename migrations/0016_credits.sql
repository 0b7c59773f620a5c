-- What was taken back from clients, of which few entries are, by the day of the document: beside the days on which they bought.
CREATE INDEX ledger_entry_taken_back ON ledger_entry (account_id, document_date, currency, entry_kind, amount)
    WHERE amount < 0 AND account_id IS NOT NULL;
