#include "records/import_mapping.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/csv/document.hpp"
#include "tests/support/shared_data.hpp"

namespace klicnik {
namespace {

using Mapping = std::map<std::string, std::string>;

// Heading → target of all columns that were given one.
Mapping mapping_of(const std::vector<Target>& targets, std::string_view bytes) {
    const auto document = csv::Document::open(bytes);
    EXPECT_TRUE(document);
    const csv::TableProfile table = document->profile();
    const MappingProposal proposal = propose_mapping(targets, table);
    EXPECT_EQ(proposal.columns.size(), table.columns.size());
    Mapping mapping;
    for (const ColumnMapping& column : proposal.columns) {
        if (column.target) {
            EXPECT_GE(column.confidence, 50U);
            EXPECT_NE(column.reason, MappingReason::none);
            mapping[table.columns[column.column].heading] = targets[*column.target].name;
        } else {
            EXPECT_EQ(column.reason, MappingReason::none);
        }
    }
    return mapping;
}

std::vector<std::string> missing_in(const std::vector<Target>& targets, std::string_view bytes) {
    const auto document = csv::Document::open(bytes);
    std::vector<std::string> names;
    for (const std::size_t target :
         propose_mapping(targets, document->profile()).missing_required) {
        names.emplace_back(targets[target].name);
    }
    return names;
}

TEST(ImportMapping, headings_are_taken_apart_into_words) {
    using Words = std::vector<std::string>;
    EXPECT_EQ(heading_words("CompanyName"), (Words{"company", "name"}));
    EXPECT_EQ(heading_words("OBEC_ORG_PSČ"), (Words{"obec", "org", "psc"}));
    EXPECT_EQ(heading_words("E-mail 1 – Value"), (Words{"e", "mail", "1", "–", "value"}));
    EXPECT_EQ(heading_words("CustomerID"), (Words{"customer", "id"}));
    EXPECT_EQ(heading_words("Jedn. cena (Kč)"), (Words{"jedn", "cena", "kc"}));
    EXPECT_EQ(heading_words(""), Words{});
}

TEST(ImportMapping, a_czech_client_list_is_mapped_completely) {
    EXPECT_EQ(
        mapping_of(
            account_import_targets(),
            "Firma;IČ;DIČ;Ulice;Město;PSČ;Stát;Telefon;Email;WWW;Obor;Počet zaměstnanců;Mateřská "
            "společnost;Klient od;Splatnost (dny);Správce klienta\n"
            "Alfa s.r.o.;25123891;CZ25123891;Dlouhá 1;Praha;110 00;ČR;+420 251 566 "
            "363;info@alfa.cz;www.alfa.cz;strojírenství;120;;1.3.2015;14;Jana Malá\n"
            "Beta a.s.;46505334;CZ46505334;Krátká 2;Brno;602 00;ČR;541 111 "
            "222;info@beta.cz;www.beta.cz;obchod;15;Alfa s.r.o.;15.6.2020;30;Petr Velký\n"),
        (Mapping{{"Firma", "name"},
                 {"IČ", "reg_no"},
                 {"DIČ", "vat_no"},
                 {"Ulice", "street"},
                 {"Město", "city"},
                 {"PSČ", "postal_code"},
                 {"Stát", "country"},
                 {"Telefon", "phone"},
                 {"Email", "email"},
                 {"WWW", "website"},
                 {"Obor", "industry_code"},
                 {"Počet zaměstnanců", "employees"},
                 {"Mateřská společnost", "parent"},
                 {"Klient od", "client_since"},
                 {"Splatnost (dny)", "payment_terms_days"},
                 {"Správce klienta", "lead"}}));
}

TEST(ImportMapping, a_czech_invoice_export_takes_the_amount_without_vat) {
    EXPECT_EQ(
        mapping_of(
            invoice_import_targets(),
            "Číslo dokladu;Datum vystavení;DUZP;Splatnost;Odběratel;IČO;Kód položky;Popis;"
            "Množství;Jedn. cena;Sleva %;Celkem bez DPH;Celkem s DPH;Měna\n"
            "FV2026001;3.1.2026;31.12.2025;17.1.2026;Alfa s.r.o.;25123891;A-1;Šroub M8;1 "
            "000;1,25;0;1 250,00;1 512,50;CZK\n"
            "FV2026002;4.1.2026;4.1.2026;18.1.2026;Beta a.s.;46505334;B-7;Matice;10;2,5;5;23,75;"
            "28,74;EUR\n"),
        (Mapping{{"Číslo dokladu", "document_no"},
                 {"Datum vystavení", "document_date"},
                 {"DUZP", "service_date"},
                 {"Odběratel", "account_name"},
                 {"IČO", "account_reg_no"},
                 {"Kód položky", "offering_code"},
                 {"Popis", "description"},
                 {"Množství", "quantity"},
                 {"Jedn. cena", "unit_price"},
                 {"Sleva %", "discount"},
                 {"Celkem bez DPH", "amount"},
                 {"Měna", "currency"}}));
}

TEST(ImportMapping, families_of_goods_are_no_series_of_documents_and_no_kinds_of_clients) {
    const auto family_of = [](const std::string& heading) {
        const Mapping mapping = mapping_of(invoice_import_targets(),
                                           "Číslo;Datum;Odběratel;Kód zboží;Částka;" + heading +
                                               "\n1;3.1.2026;Alfa s.r.o.;A-1;10,50;Spojovací "
                                               "materiál\n2;4.1.2026;Beta a.s.;B-7;20,00;Nářadí\n");
        const auto found = mapping.find(heading);
        return found == mapping.end() ? std::string("none") : std::string(found->second);
    };
    for (const char* heading :
         {"Skupina zboží", "Produktová řada", "Kategorie", "Product line", "Category"})
        EXPECT_EQ(family_of(heading), "offering_family") << heading;
    for (const char* heading :
         {"Řada", "Číselná řada", "Řada dokladů", "Kategorie firmy", "Kategorie zákazníka",
          "Customer category", "Price category", "Product category ID"})
        EXPECT_NE(family_of(heading), "offering_family") << heading;
}

TEST(ImportMapping, a_czech_contact_list_is_mapped_completely) {
    EXPECT_EQ(
        mapping_of(contact_import_targets(),
                   "Titul;Jméno;Příjmení;Funkce;E-mail;Telefon;Mobil;Klient;Poznámka\n"
                   "Ing.;Jan;Novák;jednatel;novak@alfa.cz;+420 251 566 363;+420 602 123 456;Alfa "
                   "s.r.o.;\n;Eva;Malá;nákupčí;mala@beta.cz;251 566 364;;Beta a.s.;volat ráno\n"),
        (Mapping{{"Titul", "title_before"},
                 {"Jméno", "first_name"},
                 {"Příjmení", "last_name"},
                 {"Funkce", "position"},
                 {"E-mail", "email"},
                 {"Telefon", "phone"},
                 {"Mobil", "mobile"},
                 {"Klient", "account_name"}}));
}

TEST(ImportMapping, without_headings_the_cells_speak) {
    const Mapping mapping = mapping_of(
        account_import_targets(),
        "Alfa;25123891;info@alfa.cz;CZ;CZ25123891\nBeta;46505334;info@beta.cz;SK;CZ46505334\n"
        "Gama;04626133;info@gama.cz;CZ;CZ04626133\n");
    EXPECT_EQ(mapping.count(""), 1U);
    const auto document = csv::Document::open(
        "Alfa;25123891;info@alfa.cz;CZ;CZ25123891\nBeta;46505334;info@beta.cz;SK;CZ46505334\n"
        "Gama;04626133;info@gama.cz;CZ;CZ04626133\n");
    const auto& targets = account_import_targets();
    const MappingProposal proposal = propose_mapping(targets, document->profile());
    ASSERT_TRUE(proposal.columns[1].target);
    EXPECT_EQ(targets[*proposal.columns[1].target].name, "reg_no");
    EXPECT_EQ(proposal.columns[1].reason, MappingReason::data);
    EXPECT_EQ(targets[proposal.columns[2].target.value()].name, "email");
    EXPECT_EQ(targets[proposal.columns[3].target.value()].name, "country");
    EXPECT_EQ(targets[proposal.columns[4].target.value()].name, "vat_no");
    ASSERT_EQ(proposal.missing_required.size(), 1U);
    EXPECT_EQ(targets[proposal.missing_required[0]].name, "name");
}

TEST(ImportMapping, cells_that_contradict_the_heading_win) {
    const Mapping mapping = mapping_of(account_import_targets(),
                                       "Název;Web;Kontakt\nAlfa;info@alfa.cz;www.alfa.cz\n"
                                       "Beta;info@beta.cz;www.beta.cz\n");
    EXPECT_EQ(mapping.count("Web") == 1 ? mapping.at("Web") : "email", "email");
}

TEST(ImportMapping, a_key_that_repeats_is_no_key) {
    std::string text = "Název;Číslo klienta\n";
    for (int row = 0; row < 40; ++row) {
        text += "Firma " + std::to_string(row) + ";" + std::to_string(row % 3) + "\n";
    }
    EXPECT_EQ(mapping_of(account_import_targets(), text).count("Číslo klienta"), 0U);
}

TEST(ImportMapping, one_of_a_group_of_targets_is_enough) {
    EXPECT_EQ(missing_in(contact_import_targets(), "Příjmení;IČO\nNovák;25123891\nMalá;46505334\n"),
              std::vector<std::string>{});
    EXPECT_EQ(missing_in(contact_import_targets(), "Jméno;E-mail\nJan;a@b.cz\nEva;c@d.cz\n"),
              (std::vector<std::string>{"account_name", "last_name"}));
}

TEST(ImportMapping, no_column_and_no_target_are_used_twice) {
    const std::string text =
        "Name,Name,E-mail,E-mail,Phone,Phone\nA,B,a@b.cz,c@d.cz,602 123 456,602 123 457\n";
    const auto document = csv::Document::open(text);
    const MappingProposal proposal = propose_mapping(account_import_targets(), document->profile());
    std::vector<std::size_t> used;
    for (const ColumnMapping& column : proposal.columns) {
        if (column.target) {
            used.push_back(*column.target);
        }
    }
    std::sort(used.begin(), used.end());
    EXPECT_EQ(std::adjacent_find(used.begin(), used.end()), used.end());
    EXPECT_EQ(used.size(), 3U);
    EXPECT_TRUE(propose_mapping({}, document->profile()).missing_required.empty());
    EXPECT_EQ(propose_mapping(account_import_targets(), {}).missing_required.size(), 1U);
}

// --- Files of other programs

TEST(ImportMapping, the_accounts_of_a_crm_sample_are_mapped) {
    SHARED_DATA_OR_SKIP(file, "maven_crm/accounts.csv");
    EXPECT_EQ(mapping_of(account_import_targets(), testing_support::file_bytes(file)),
              (Mapping{{"account", "name"},
                       {"sector", "industry_code"},
                       {"employees", "employees"},
                       {"office_location", "country"},
                       {"subsidiary_of", "parent"}}));
}

TEST(ImportMapping, the_customers_and_orders_of_a_trading_firm_are_mapped) {
    SHARED_DATA_OR_SKIP(folder, "northwind");
    EXPECT_EQ(
        mapping_of(account_import_targets(), testing_support::file_bytes(folder / "customers.csv")),
        (Mapping{{"CustomerID", "code"},
                 {"CompanyName", "name"},
                 {"Address", "street"},
                 {"City", "city"},
                 {"PostalCode", "postal_code"},
                 {"Country", "country"},
                 {"Phone", "phone"}}));
    EXPECT_EQ(
        mapping_of(contact_import_targets(), testing_support::file_bytes(folder / "customers.csv")),
        (Mapping{{"CustomerID", "account_code"},
                 {"CompanyName", "account_name"},
                 {"ContactName", "full_name"},
                 {"ContactTitle", "position"},
                 {"Phone", "phone"}}));
    const std::string orders = testing_support::file_bytes(folder / "orders.csv");
    EXPECT_EQ(mapping_of(invoice_import_targets(), orders), (Mapping{{"OrderID", "document_no"},
                                                                     {"CustomerID", "account_code"},
                                                                     {"OrderDate", "document_date"},
                                                                     {"ShipName", "account_name"},
                                                                     {"ShipCountry", "country"}}));
    EXPECT_EQ(missing_in(invoice_import_targets(), orders),
              (std::vector<std::string>{"unit_price"}));
    const std::string details = testing_support::file_bytes(folder / "order_details.csv");
    EXPECT_EQ(mapping_of(invoice_import_targets(), details),
              (Mapping{{"OrderID", "document_no"},
                       {"ProductID", "offering_code"},
                       {"UnitPrice", "unit_price"},
                       {"Quantity", "quantity"},
                       {"Discount", "discount"}}));
    EXPECT_EQ(missing_in(invoice_import_targets(), details),
              (std::vector<std::string>{"document_date"}));
}

TEST(ImportMapping, the_municipalities_are_mapped) {
    SHARED_DATA_OR_SKIP(file, "cz_open_data/obce_municipalities.csv");
    EXPECT_EQ(mapping_of(account_import_targets(), testing_support::file_bytes(file)),
              (Mapping{{"OBEC_ORG_NAZEV", "name"},
                       {"OBEC_NAZEV", "city"},
                       {"OBEC_ORG_ULICE", "street"},
                       {"OBEC_ORG_PSC", "postal_code"},
                       {"OBEC_ICO_ORG", "reg_no"},
                       {"EMAIL_PODATELNA", "email"}}));
}

TEST(ImportMapping, every_encoding_of_a_file_gives_the_same_mapping) {
    SHARED_DATA_OR_SKIP(folder, "cz_open_data/reencoded");
    for (const char* name : {"obce_cp1250_semicolon_crlf.csv", "obce_utf8_bom_semicolon_crlf.csv",
                             "obce_utf8_comma_lf_ico_lost_zeros.csv"}) {
        EXPECT_EQ(mapping_of(account_import_targets(), testing_support::file_bytes(folder / name)),
                  (Mapping{{"Název", "name"},
                           {"IČO", "reg_no"},
                           {"Ulice", "street"},
                           {"PSČ", "postal_code"},
                           {"Obec", "city"},
                           {"E-mail", "email"},
                           {"Poznámka", "description"}}))
            << name;
    }
}

TEST(ImportMapping, the_register_of_companies_is_mapped) {
    SHARED_DATA_OR_SKIP(file, "cz_open_data/firmy_res_legal_entities.csv");
    EXPECT_EQ(
        mapping_of(account_import_targets(), testing_support::file_bytes(file)),
        (Mapping{{"ICO", "reg_no"}, {"OBCHODNI_JMENO", "name"}, {"PRAVNI_FORMA", "legal_form"}}));
}

// The headings and first lines of the retail file, which is packed in the test data.
TEST(ImportMapping, the_invoice_lines_of_a_wholesaler_are_mapped) {
    EXPECT_EQ(
        mapping_of(
            invoice_import_targets(),
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
            "536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 "
            "08:26:00,2.55,17850.0,United "
            "Kingdom\n"
            "536370,22728,ALARM CLOCK BAKELIKE PINK,24,2010-12-01 08:45:00,3.75,12583.0,France\n"
            "C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom\n"
            "536414,22139,,56,2010-12-01 11:52:00,0.0,,United Kingdom\n"),
        (Mapping{{"InvoiceNo", "document_no"},
                 {"StockCode", "offering_code"},
                 {"Description", "description"},
                 {"Quantity", "quantity"},
                 {"InvoiceDate", "document_date"},
                 {"UnitPrice", "unit_price"},
                 {"CustomerID", "account_code"},
                 {"Country", "country"}}));
}

TEST(ImportMapping, address_books_of_mail_programs_are_mapped) {
    SHARED_DATA_OR_SKIP(folder, "fixtures/roundcube_csv2vcard");
    const Mapping gmail =
        mapping_of(contact_import_targets(), testing_support::file_bytes(folder / "gmail.csv"));
    EXPECT_EQ(gmail.at("Given Name"), "first_name");
    EXPECT_EQ(gmail.at("Family Name"), "last_name");
    EXPECT_EQ(gmail.at("E-mail 1 - Value"), "email");
    EXPECT_EQ(gmail.at("Organization 1 - Name"), "account_name");
    const Mapping all =
        mapping_of(contact_import_targets(), testing_support::file_bytes(folder / "all.csv"));
    EXPECT_EQ(all.at("Company"), "account_name");
    EXPECT_EQ(all.at("Job Title"), "position");
    EXPECT_EQ(all.at("Email Work"), "email");
}

}  // namespace
}  // namespace klicnik
