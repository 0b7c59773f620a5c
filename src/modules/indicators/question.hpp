#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "modules/indicators/cube_loading.hpp"
#include "modules/indicators/family_books.hpp"
#include "modules/indicators/terms.hpp"
#include "records/operation.hpp"

/// A question about indicators, read from a call: which clients, which period, known when, split by what.
namespace klicnik::indicators {

/// A question made ready: the cube and the clients that take part.
struct Question {
    std::shared_ptr<const Cube> cube;
    Chosen chosen;
    Period period;
    Knowledge known = Knowledge::now;
    Date known_by;                ///< the day asked about, though the books end before: what was known then
    bool by_group = false;
    SplitBy by = SplitBy::none;
    std::optional<Uuid> manager;  ///< only what counts for this person (ByLead)
    bool sees_margin = false;
    bool all_clients = false;     ///< nobody is left out
    std::shared_ptr<const FamilyBooks> families;  ///< where a family is asked for, or a split by families
    std::optional<std::uint32_t> family;          ///< the money of `cube` is of this family alone
    std::optional<Month> books_first;
    std::optional<Month> books_end;
};

/// Parameters as_of (day), window (months, 1…60), base, known, by, group, scope ("tier:A", "manager:usr_…", "account:acc_…",
/// "workspace") and every filter of the list of clients; names in `more` are left to the caller. The period of invoices ends
/// with the month of `as_of`, or with the books when they end before. Errors: fields as_of bad_date, window out_of_range,
/// base, known, by not_a_choice, scope invalid, and those of the list.
/// Parameter `family` (off_… or none) and by=family are for reports that take `Families::yes`, and only for invoices as known
/// now: fields family, by not_in_this_report, invoices_known_now, unknown_family.
enum class Families { no, yes };
Result<Question> read_question(const Reader& reader, const Call& call, std::span<const std::string_view> more = {}, Families families = Families::no);

/// Movements of the clients asked about, divided by `days` (1 unless a manager is asked about).
struct Weighed {
    Movements movements;
    std::int32_t days = 1;
};

/// What each family brought, of the clients asked about; those without any movement too.
struct FamilyShare {
    std::optional<std::string> key;  ///< off_…; none: what belongs to no family
    std::optional<std::string> name;
    Weighed weighed;
};
std::vector<FamilyShare> shares_of_families(const Reader& reader, const Question& question, const Period& period);

/// A parameter that is a whole number between two bounds; `otherwise` when it is absent. Error: field `name` out_of_range.
Result<std::int64_t> number_param(const Call& call, std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most);

/// What is shown of the question on its answer.
AskedPeriod asked_period(const Question& question);

/// Of the chosen clients, those of whom no figure is known because an exchange rate is missing.
std::int64_t clients_without_rate(const Question& question);

/// The same question some months earlier.
Period earlier(const Period& period, std::int32_t months);

/// Rates of foreign money at both ends of a period.
Rates rates_of(const Reader& reader, const Cube& cube, const Period& period);

Weighed weighed_movements(const Question& question, const Period& period, const Ends& ends);

/// Names of clients for an answer, whatever the scope: who may ask for the figure may know of whom it is made.
class ClientNames {
  public:
    ClientNames(const Reader& reader, std::span<const Id<Account>> clients);
    std::string of(Id<Account> client) const;

  private:
    std::vector<std::pair<Id<Account>, std::string>> names_;
};

/// Names of all colleagues.
std::map<Uuid, std::string> colleague_names(const Reader& reader);

/// A sum of ten-thousandths × days as money.
Decimal money_of(__int128 sum, std::int32_t days = 1);

}  // namespace klicnik::indicators
