-- Numbers of documents may begin again with every year: "1" of 2026 is another document than "1" of 2025.
DROP INDEX "ledger_entry_document_no_line_no_entry_kind";
CREATE UNIQUE INDEX "ledger_entry_by_document" ON "ledger_entry" ("document_no", "line_no", "entry_kind", "document_date");
