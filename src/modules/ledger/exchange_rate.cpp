#include "modules/ledger/exchange_rate.hpp"

#include "records/entity.hpp"

namespace klicnik {

static constexpr Field exchange_rate_fields[] = {
    field<&ExchangeRate::id>({.read_only = true}),
    field<&ExchangeRate::valid_on>({.required = true, .sortable = true}),
    field<&ExchangeRate::currency>({.required = true}),
    field<&ExchangeRate::units>({.min = 1, .max = 1000000}),
    field<&ExchangeRate::rate>({.required = true, .min = 1, .max = 1'000'000 * Decimal::one}),
    field<&ExchangeRate::source>({.read_only = true}),
    field<&ExchangeRate::list_no>({.read_only = true}),
    field<&ExchangeRate::version>({.read_only = true}),
};

KLICNIK_DEFINE_ENTITY(ExchangeRate, exchange_rate_fields, .plural = "exchange_rates",
                      .belonging = Belonging::workspace, .default_sort = "-valid_on");

}  // namespace klicnik
