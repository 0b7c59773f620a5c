-- Credit notes by the day of their document, of whom few of the entries are: what was taken back on a day on which clients bought.
CREATE INDEX ledger_entry_credits ON ledger_entry (account_id, document_date, currency, amount)
    WHERE entry_kind = 'credit_note' AND account_id IS NOT NULL;
