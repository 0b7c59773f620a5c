#!/usr/bin/env bash
# A business of the masses (AC13.1): 100,000 customers and 200,000 invoices come in from files and are put into bands, in less than
# 60 seconds on two cores. KLICNIK_BINARY names the program to measure.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
program=${KLICNIK_BINARY:-build/release/klicnik}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk 'BEGIN { print "Kód;Název;Město"; for (i = 0; i < 100000; ++i) print "K" i ";Klient číslo " i " s.r.o.;Brno" }' > "$folder/clients.csv"
awk 'BEGIN {
    srand(1); print "Číslo dokladu;Datum;Kód odběratele;Částka"
    for (i = 0; i < 200000; ++i)
        printf "F%d;2026-%02d-%02d;K%d;%d\n", i, 1 + int(rand() * 10), 1 + int(rand() * 28), int(rand() * 100000), 10 + int(rand() * 100000)
}' > "$folder/invoices.csv"
begin=$(date +%s.%N)
"$program" --data "$folder/data" import accounts "$folder/clients.csv" --json > "$folder/clients.json"
"$program" --data "$folder/data" import invoices "$folder/invoices.csv" --json > "$folder/invoices.json"
"$program" --data "$folder/data" segment --json > "$folder/segment.json"
end=$(date +%s.%N)
grep -q '"created":100000' "$folder/clients.json"
grep -q '"created":200000' "$folder/invoices.json"
grep -q '"accounts":100000,"stored":100000' "$folder/segment.json"
echo "$begin $end" | awk '{
    took = $2 - $1
    printf "100,000 customers and 200,000 invoices imported and banded %6.1f s    limit 60%s\n", took, took <= 60 ? "" : "  MISSED"
    exit took > 60
}'
