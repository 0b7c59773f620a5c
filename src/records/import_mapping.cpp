#include "records/import_mapping.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "records/import_headings.hpp"

namespace klicnik {

namespace {

using csv::ColumnProfile;
using csv::ColumnType;

// Below this a guess costs the user more than an empty line.
constexpr double least_confidence = 0.5;

bool is_number(const ColumnProfile& column) {
    return column.type == ColumnType::integer || column.type == ColumnType::decimal;
}

double distinct_share(const ColumnProfile& column) {
    return column.share(column.distinct);
}

// Most cells have the shape: 1 at all of them, 0 at a half, −1 at none.
double by_share(double share) {
    return std::clamp(share * 2.0 - 1.0, -1.0, 1.0);
}

double name_evidence(const ColumnProfile& column) {
    if (is_number(column) || column.type == ColumnType::date ||
        column.type == ColumnType::boolean || column.share(column.emails) > 0.5 ||
        column.share(column.urls) > 0.5) {
        return -0.8;
    }
    if (column.share(column.countries) > 0.9 && column.distinct < 60 && column.filled > 60) {
        return -0.6;
    }
    const double letters = by_share(column.share(column.with_letters));
    return letters < 0.0 ? -0.8 : 0.2 + 0.6 * distinct_share(column);
}

double code_evidence(const ColumnProfile& column) {
    if (column.type == ColumnType::date || column.type == ColumnType::boolean ||
        (column.type == ColumnType::decimal) || column.share(column.emails) > 0.5) {
        return -0.8;
    }
    return column.longest <= 24 ? 0.4 : -0.3;
}

double place_evidence(const ColumnProfile& column) {
    if (is_number(column) || column.type == ColumnType::date || column.share(column.emails) > 0.3) {
        return -0.9;
    }
    if (column.share(column.countries) > 0.8) {
        return -0.9;
    }
    return by_share(column.share(column.with_letters)) *
           (column.share(column.with_digits) < 0.3 ? 0.5 : -0.2);
}

// Registration numbers are often shorter by lost zeros; other keys with a check digit of their own
// exist, so the data alone never makes us sure.
double reg_no_evidence(const ColumnProfile& column) {
    const double share = column.share(column.reg_nos);
    if (share < 0.3) {
        // Foreign registration numbers are letters and digits of any form.
        return column.share(column.with_digits) < 0.5 || column.type == ColumnType::decimal ? -0.9
                                                                                            : -0.3;
    }
    return by_share(share);
}

// A few cells that cannot be read must not hide from a short file what its column is: their rows are refused
// with a reason, which a column that was left out never gives.
constexpr double mostly = 0.6;

double number_evidence(const ColumnProfile& column, bool whole) {
    if (!is_number(column)) {
        return column.share(column.numbers.numbers) >= mostly ? 0.1 : -0.9;
    }
    if (column.numbers.leading_zeros > 0) {
        return -0.5;
    }
    return whole && column.type == ColumnType::decimal ? -0.4 : 0.6;
}

/// −1 … 1: whether the cells of the column look like the kind of the target.
double data_evidence(const ColumnProfile& column, TargetKind kind) {
    if (column.filled == 0) {
        return -0.2;
    }
    switch (kind) {
        case TargetKind::text:
            return is_number(column) ? -0.3 : 0.1;
        case TargetKind::name:
            return name_evidence(column);
        case TargetKind::code:
            return code_evidence(column);
        case TargetKind::street:
            return is_number(column) || column.type == ColumnType::date ||
                           column.share(column.emails) > 0.3 || column.share(column.urls) > 0.5
                       ? -0.9
                       : by_share(column.share(column.with_letters)) *
                             (0.3 + 0.5 * column.share(column.with_digits));
        case TargetKind::place:
            return place_evidence(column);
        case TargetKind::postal_code:
            return by_share(column.share(column.postal_codes));
        case TargetKind::country:
            return by_share(column.share(column.countries));
        case TargetKind::email:
            return by_share(column.share(column.emails));
        case TargetKind::phone:
            return std::max(-0.6, by_share(column.share(column.phones)));
        case TargetKind::url:
            return by_share(column.share(column.urls));
        case TargetKind::reg_no:
            return reg_no_evidence(column);
        case TargetKind::vat_no:
            return std::max(-0.6, by_share(column.share(column.vat_nos)));
        case TargetKind::integer:
            return number_evidence(column, /*whole=*/true);
        case TargetKind::decimal:
            return number_evidence(column, /*whole=*/false);
        case TargetKind::currency:
            return by_share(column.share(column.currencies));
        case TargetKind::date:
            return column.type == ColumnType::date ? 0.8 : column.share(column.dates.dates) >= mostly ? 0.1 : -0.9;
        case TargetKind::boolean:
            return by_share(column.share(column.booleans));
    }
    return 0.0;
}

// How sure the cells alone make us, when the heading says nothing. Only shapes that hardly anything
// else has.
double certainty_of_shape(const ColumnProfile& column, TargetKind kind) {
    switch (kind) {
        case TargetKind::email:
            return 0.75;
        case TargetKind::vat_no:
            return 0.75;
        case TargetKind::currency:
            return 0.6;
        case TargetKind::country:
            return 0.6;
        // Other short keys have the same check digit (the codes of municipalities); eight digits
        // are rarely chance.
        case TargetKind::reg_no:
            return column.share(column.full_reg_nos) > 0.5 ? 0.75 : 0.5;
        case TargetKind::url:
            return 0.5;
        case TargetKind::phone:
            return 0.5;
        case TargetKind::text:
        case TargetKind::name:
        case TargetKind::code:
        case TargetKind::street:
        case TargetKind::place:
        case TargetKind::postal_code:
        case TargetKind::integer:
        case TargetKind::decimal:
        case TargetKind::date:
        case TargetKind::boolean:
            return 0.0;
    }
    return 0.0;
}

struct Match {
    double score = 0.0;
    MappingReason reason = MappingReason::none;
};

Match match(const HeadingWords& heading, const ColumnProfile& column, const Target& target,
            const TargetWords& target_words, const WordWeights& weights) {
    const HeadingScore by_heading = heading_score(heading, target_words, weights);
    double evidence = data_evidence(column, target.kind);
    const bool is_no_key = target.unique && column.filled > 10 && distinct_share(column) < 0.9;
    if (is_no_key) {
        evidence = -0.9;
    }
    if (by_heading.score <= 0.0) {
        const double certainty = certainty_of_shape(column, target.kind) * std::max(0.0, evidence);
        // A heading that names something else speaks against the shape.
        const double score = heading.empty() ? certainty * 1.2 : certainty * 0.9;
        return {score, score > 0.0 ? MappingReason::data : MappingReason::none};
    }
    if (evidence < 0.0) {
        // The very word for it is believed, and the rows that do not fit are refused one by one; a likeness is not.
        const double doubted = by_heading.score * (1.0 + 0.6 * evidence);
        const double score = by_heading.exact && !is_no_key ? std::max(doubted, least_confidence) : doubted;
        return {score, by_heading.exact ? MappingReason::heading : MappingReason::similar_heading};
    }
    const double score = by_heading.score *
                         (1.0 + (1.0 - by_heading.score) * 0.4 * evidence - 0.1 * (1.0 - evidence));
    const MappingReason reason = evidence >= 0.5    ? MappingReason::heading_and_data
                                 : by_heading.exact ? MappingReason::heading
                                                    : MappingReason::similar_heading;
    return {score, reason};
}

// The assignment with the greatest sum (Hungarian method, O(rows² · columns)), rows ≤ columns.
// Returns the column of each row.
std::vector<std::size_t> assign(const std::vector<std::vector<double>>& gain) {
    const std::size_t rows = gain.size();
    const std::size_t columns = rows == 0 ? 0 : gain[0].size();
    std::vector<double> row_price(rows + 1, 0.0);
    std::vector<double> column_price(columns + 1, 0.0);
    std::vector<std::size_t> row_of(columns + 1, 0);
    std::vector<std::size_t> previous(columns + 1, 0);
    for (std::size_t row = 1; row <= rows; ++row) {
        row_of[0] = row;
        std::size_t column = 0;
        std::vector<double> least(columns + 1, std::numeric_limits<double>::infinity());
        std::vector<bool> visited(columns + 1, false);
        do {
            visited[column] = true;
            const std::size_t current = row_of[column];
            double delta = std::numeric_limits<double>::infinity();
            std::size_t next = 0;
            for (std::size_t other = 1; other <= columns; ++other) {
                if (visited[other]) {
                    continue;
                }
                const double cost =
                    -gain[current - 1][other - 1] - row_price[current] - column_price[other];
                if (cost < least[other]) {
                    least[other] = cost;
                    previous[other] = column;
                }
                if (least[other] < delta) {
                    delta = least[other];
                    next = other;
                }
            }
            for (std::size_t other = 0; other <= columns; ++other) {
                if (visited[other]) {
                    row_price[row_of[other]] += delta;
                    column_price[other] -= delta;
                } else {
                    least[other] -= delta;
                }
            }
            column = next;
        } while (row_of[column] != 0);
        do {
            const std::size_t before = previous[column];
            row_of[column] = row_of[before];
            column = before;
        } while (column != 0);
    }
    std::vector<std::size_t> column_of(rows, columns);
    for (std::size_t column = 1; column <= columns; ++column) {
        if (row_of[column] != 0) {
            column_of[row_of[column] - 1] = column - 1;
        }
    }
    return column_of;
}

std::vector<std::size_t> alternatives_of(const std::vector<std::vector<Match>>& matches,
                                         std::size_t column, std::optional<std::size_t> chosen) {
    std::vector<std::size_t> others;
    for (std::size_t target = 0; target < matches.size(); ++target) {
        if (target != chosen && matches[target][column].score >= 0.35) {
            others.push_back(target);
        }
    }
    std::stable_sort(others.begin(), others.end(), [&](std::size_t a, std::size_t b) {
        return matches[a][column].score > matches[b][column].score;
    });
    others.resize(std::min<std::size_t>(others.size(), 3));
    return others;
}

std::vector<std::size_t> missing_targets(const std::vector<Target>& targets,
                                         const MappingProposal& proposal) {
    std::vector<std::size_t> missing;
    for (std::size_t target = 0; target < targets.size(); ++target) {
        const std::string_view group = targets[target].one_of;
        bool satisfied = proposal.column_of(target).has_value();
        bool first_of_group = true;
        for (std::size_t other = 0; !group.empty() && other < targets.size(); ++other) {
            if (targets[other].one_of == group) {
                satisfied = satisfied || proposal.column_of(other).has_value();
                first_of_group = first_of_group && other >= target;
            }
        }
        const bool wanted = targets[target].required || (!group.empty() && first_of_group);
        if (wanted && !satisfied) {
            missing.push_back(target);
        }
    }
    return missing;
}

}  // namespace

std::string_view name(MappingReason reason) {
    switch (reason) {
        case MappingReason::none:
            return "none";
        case MappingReason::heading:
            return "heading";
        case MappingReason::similar_heading:
            return "similar_heading";
        case MappingReason::data:
            return "data";
        case MappingReason::heading_and_data:
            return "heading_and_data";
    }
    return "none";
}

std::optional<std::size_t> MappingProposal::column_of(std::size_t target) const {
    for (const ColumnMapping& mapping : columns) {
        if (mapping.target == target) {
            return mapping.column;
        }
    }
    return std::nullopt;
}

MappingProposal propose_mapping(const std::vector<Target>& targets,
                                const csv::TableProfile& table) {
    std::vector<HeadingWords> headings;
    for (const ColumnProfile& column : table.columns) {
        headings.emplace_back(heading_words(column.heading));
    }
    const WordWeights weights(headings);
    // Squares, so that one good match is worth more than two poor ones. A pair below the threshold
    // is worth nothing, and there are enough idle columns that nobody is forced into such a pair.
    const std::size_t places = std::max(targets.size(), table.columns.size());
    std::vector<std::vector<Match>> matches(targets.size());
    std::vector<std::vector<double>> gain(targets.size(), std::vector<double>(places, 0.0));
    for (std::size_t target = 0; target < targets.size(); ++target) {
        const TargetWords target_words(targets[target]);
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            const Match found = match(headings[column], table.columns[column], targets[target],
                                      target_words, weights);
            matches[target].push_back(found);
            gain[target][column] =
                found.score >= least_confidence ? found.score * found.score : 0.0;
        }
    }
    const std::vector<std::size_t> column_of = assign(gain);
    MappingProposal proposal;
    proposal.columns.resize(table.columns.size());
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        proposal.columns[column].column = column;
    }
    for (std::size_t target = 0; target < targets.size(); ++target) {
        const std::size_t column = column_of[target];
        if (column >= table.columns.size() || gain[target][column] <= 0.0) {
            continue;
        }
        ColumnMapping& mapping = proposal.columns[column];
        mapping.target = target;
        mapping.confidence = static_cast<unsigned>(
            std::lround(std::min(matches[target][column].score, 0.99) * 100.0));
        mapping.reason = matches[target][column].reason;
    }
    proposal.missing_required = missing_targets(targets, proposal);
    for (ColumnMapping& mapping : proposal.columns) {
        mapping.alternatives = alternatives_of(matches, mapping.column, mapping.target);
    }
    return proposal;
}

}  // namespace klicnik
