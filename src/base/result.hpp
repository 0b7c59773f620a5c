#pragma once

#include <string>
#include <type_traits>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace klicnik {

/// What a caller can do about a failure; `app` maps each to one HTTP status and one exit code.
enum class ErrorKind {
    invalid,          ///< the input is malformed; `fields` names every culprit
    unauthenticated,  ///< nobody is signed in
    forbidden,        ///< signed in, but the role may not do this at all
    not_found,        ///< absent, or outside the actor's scope (indistinguishable on purpose)
    conflict,         ///< stale version, duplicate key
    rule,             ///< well-formed, but a business rule forbids it
    limited,          ///< too large, too many, too often
    unavailable,      ///< try again later
};

/// Named values for the sentence that the edge makes from a code: {"max", "200"}.
using Params = std::vector<std::pair<std::string, std::string>>;

struct FieldError {
    std::string field;  ///< member path: "name", "criteria[2].weight"
    std::string code;   ///< "required", "too_long", …
    Params params = {};
};

/// A failure for people (code and params; text is made from locales/ at the edge) and for the log (`internal`,
/// never sent).
struct Error {
    ErrorKind kind = ErrorKind::invalid;
    std::string code;
    Params params = {};
    std::vector<FieldError> fields = {};
    std::string internal = {};
};

inline Error invalid(std::vector<FieldError> fields) {
    return {ErrorKind::invalid, "input.invalid", {}, std::move(fields), {}};
}
inline Error invalid(std::string field, std::string code, Params params = {}) {
    return invalid(std::vector<FieldError>{{std::move(field), std::move(code), std::move(params)}});
}
inline Error not_found(std::string entity) {
    return {ErrorKind::not_found, std::move(entity) + ".not_found", {}, {}, {}};
}
inline Error forbidden(std::string permission) {
    return {ErrorKind::forbidden, "permission.denied", {{"permission", std::move(permission)}}, {}, {}};
}
inline Error conflict(std::string code, Params params = {}) {
    return {ErrorKind::conflict, std::move(code), std::move(params), {}, {}};
}
inline Error rule_violated(std::string code, Params params = {}) {
    return {ErrorKind::rule, std::move(code), std::move(params), {}, {}};
}
inline Error limited(std::string code, Params params = {}) {
    return {ErrorKind::limited, std::move(code), std::move(params), {}, {}};
}
inline Error unavailable(std::string code, std::string internal = {}) {
    return {ErrorKind::unavailable, std::move(code), {}, {}, std::move(internal)};
}

/// A value or the Error that explains why there is none. `Result<>` is for functions that only succeed or fail.
template <class T = std::monostate>
class [[nodiscard]] Result {
  public:
    Result() requires std::is_same_v<T, std::monostate> : outcome_(T{}) {}
    Result(T value) : outcome_(std::move(value)) {}              // NOLINT(google-explicit-constructor)
    Result(Error error) : outcome_(std::move(error)) {}          // NOLINT(google-explicit-constructor)

    explicit operator bool() const { return outcome_.index() == 0; }
    bool ok() const { return outcome_.index() == 0; }

    T& value() & { return std::get<0>(outcome_); }
    const T& value() const& { return std::get<0>(outcome_); }
    T&& value() && { return std::get<0>(std::move(outcome_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    Error& error() & { return std::get<1>(outcome_); }
    const Error& error() const& { return std::get<1>(outcome_); }
    Error&& error() && { return std::get<1>(std::move(outcome_)); }

  private:
    std::variant<T, Error> outcome_;
};

#define KLICNIK_JOIN_INNER(a, b) a##b
#define KLICNIK_JOIN(a, b) KLICNIK_JOIN_INNER(a, b)

/// `TRY(auto account, work.get<Account>(id));` declares the value or returns the Error to our caller.
#define TRY(declaration, expression)                                                \
    auto KLICNIK_JOIN(result_, __LINE__) = (expression);                            \
    if (!KLICNIK_JOIN(result_, __LINE__)) {                                         \
        return std::move(KLICNIK_JOIN(result_, __LINE__)).error();                  \
    }                                                                               \
    declaration = std::move(KLICNIK_JOIN(result_, __LINE__)).value()

/// `CHECK_OK(rules::can_end(assignment, day));` returns the Error when there is one.
#define CHECK_OK(expression)                                                        \
    if (auto KLICNIK_JOIN(result_, __LINE__) = (expression); !KLICNIK_JOIN(result_, __LINE__)) \
        return std::move(KLICNIK_JOIN(result_, __LINE__)).error()

}  // namespace klicnik
