#pragma once

#include "modules/indicators/dependence.hpp"
#include "modules/indicators/question.hpp"
#include "modules/indicators/terms.hpp"

/// The figures of the indicators: one function for the screen, the API, the command line and the printed report.
namespace klicnik::indicators {

/// Movements of a question at one period, and what the figures need besides.
struct Measured {
    Period period;
    Ends ends;
    Weighed weighed;
    Dependence dependence;  ///< on margins of the window; zeros for who may not see them
};
Measured measure(const Question& question, const Period& period, const Rates& rates);
Measured measure(const Reader& reader, const Question& question, const Period& period);

/// One indicator from what was measured.
IndicatorValue value_of(const Question& question, const Measured& measured, IndicatorCode code);

/// An indicator of retention or movement from movements alone: of a group, or of a manager (`days` > 1).
IndicatorValue value_of(IndicatorCode code, const Movements& movements, std::int32_t days = 1);
bool is_of_movements(IndicatorCode code);

/// Every indicator with its trend of thirteen months.
Overview overview(const Reader& reader, const Question& question);

/// One indicator with its trend and split.
IndicatorReport indicator_report(const Reader& reader, const Question& question, IndicatorCode code);

/// The same split alone: the value of every group that has clients.
std::vector<IndicatorGroup> groups_of(const Reader& reader, const Question& question, const Measured& measured, IndicatorCode code);

/// The clients behind an indicator, the largest change first, from position `from` on.
IndicatorRows indicator_rows(const Reader& reader, const Question& question, IndicatorCode code, std::size_t from, std::size_t limit);

}  // namespace klicnik::indicators
