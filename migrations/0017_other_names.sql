-- Names under which files of other systems know a client, separated by semicolons.
ALTER TABLE "account" ADD COLUMN "other_names" @text;
