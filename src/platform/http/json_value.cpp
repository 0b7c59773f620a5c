#include <charconv>
#include <cmath>

#include "platform/http/json.hpp"

namespace klicnik::json {

Value Value::boolean(bool value) {
    Value result;
    result.data_ = value;
    return result;
}

Value Value::integer(std::int64_t value) {
    Value result;
    result.data_ = Number{std::to_string(value)};
    return result;
}

Value Value::real(double value) {
    Value result;
    if (std::isfinite(value)) {
        char text[32];
        const char* end = std::to_chars(text, text + sizeof text, value).ptr;
        result.data_ = Number{std::string(text, static_cast<std::size_t>(end - text))};
    }
    return result;
}

Value Value::string(std::string text) {
    Value result;
    result.data_ = std::move(text);
    return result;
}

Value Value::array() {
    Value result;
    result.data_ = std::vector<Value>{};
    return result;
}

Value Value::object() {
    Value result;
    result.data_ = std::vector<Member>{};
    return result;
}

std::optional<bool> Value::as_boolean() const {
    const bool* value = std::get_if<bool>(&data_);
    return value != nullptr ? std::optional<bool>(*value) : std::nullopt;
}

std::optional<std::int64_t> Value::as_integer() const {
    const std::string_view text = raw_number();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::optional<double> Value::as_real() const {
    const std::string_view text = raw_number();
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

const std::string* Value::as_string() const {
    return std::get_if<std::string>(&data_);
}

std::string_view Value::raw_number() const {
    const Number* number = std::get_if<Number>(&data_);
    return number != nullptr ? std::string_view(number->text) : std::string_view{};
}

std::span<const Value> Value::items() const {
    const auto* list = std::get_if<std::vector<Value>>(&data_);
    return list != nullptr ? std::span<const Value>(*list) : std::span<const Value>{};
}

std::span<const Member> Value::members() const {
    const auto* list = std::get_if<std::vector<Member>>(&data_);
    return list != nullptr ? std::span<const Member>(*list) : std::span<const Member>{};
}

const Value* Value::find(std::string_view key) const {
    for (const Member& member : members()) {
        if (member.key == key) {
            return &member.value;
        }
    }
    return nullptr;
}

Value& Value::push(Value item) {
    if (is_null()) {
        data_ = std::vector<Value>{};
    }
    return std::get<std::vector<Value>>(data_).emplace_back(std::move(item));
}

Value& Value::set(std::string_view key, Value value) {
    if (is_null()) {
        data_ = std::vector<Member>{};
    }
    auto& list = std::get<std::vector<Member>>(data_);
    for (Member& member : list) {
        if (member.key == key) {
            member.value = std::move(value);
            return member.value;
        }
    }
    return list.emplace_back(Member{std::string(key), std::move(value)}).value;
}

Value& Value::set(std::string_view key) {
    return set(key, Value());
}

bool Value::erase(std::string_view key) {
    auto* list = std::get_if<std::vector<Member>>(&data_);
    return list != nullptr &&
           std::erase_if(*list, [&](const Member& member) { return member.key == key; }) != 0;
}

bool operator==(const Value& left, const Value& right) {
    return left.data_ == right.data_;
}

}  // namespace klicnik::json
