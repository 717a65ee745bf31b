// How an entry of the table of configuration keys is written down: a function for each type of value, and a field of
// Configuration that the key stands for. Pure; any thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <parley/app/configuration_keys.hpp>

namespace parley::configuration_entries {

// Reaches a field of a Configuration, const or not.
#define PARLEY_FIELD(path) [](auto& configuration) -> auto& { return configuration.path; }

template <class Number>
double as_double(Number number) {
  return static_cast<double>(number);
}

template <class Number, class Period>
double as_double(std::chrono::duration<Number, Period> duration) {
  return static_cast<double>(duration.count());
}

template <class Number>
void assign(Number& field, double value) {
  field = static_cast<Number>(value);
}

template <class Number, class Period>
void assign(std::chrono::duration<Number, Period>& field, double value) {
  field = std::chrono::duration<Number, Period>(static_cast<Number>(value));
}

template <class Field>
ConfigurationKey numeric(ConfigurationType type, std::string_view name, std::string_view description, double least,
                         double most, Field field) {
  return {.name = name,
          .description = description,
          .type = type,
          .least = least,
          .most = most,
          .get = [field](const Configuration& from) { return as_double(field(from)); },
          .set = [field](Configuration& to,
                         const ConfigurationValue& value) { assign(field(to), std::get<double>(value)); }};
}

// A whole number, or a duration in whole units of the field's own type.
template <class Field>
ConfigurationKey integer(std::string_view name, std::string_view description, double least, double most, Field field) {
  return numeric(ConfigurationType::integer, name, description, least, most, field);
}

template <class Field>
ConfigurationKey number(std::string_view name, std::string_view description, double least, double most, Field field) {
  return numeric(ConfigurationType::number, name, description, least, most, field);
}

// A boolean, a text or a list, whose value is the field as it is.
template <class Value, class Field>
ConfigurationKey plain(ConfigurationType type, std::string_view name, std::string_view description, Field field) {
  return {.name = name,
          .description = description,
          .type = type,
          .get = [field](const Configuration& from) { return ConfigurationValue(field(from)); },
          .set = [field](Configuration& to, const ConfigurationValue& value) { field(to) = std::get<Value>(value); }};
}

template <class Field>
ConfigurationKey boolean(std::string_view name, std::string_view description, Field field) {
  return plain<bool>(ConfigurationType::boolean, name, description, field);
}

template <class Field>
ConfigurationKey text(std::string_view name, std::string_view description, const TextRule& rule, Field field) {
  ConfigurationKey key = plain<std::string>(ConfigurationType::text, name, description, field);
  key.rule = &rule;
  return key;
}

inline ConfigurationKey secret(ConfigurationKey key) {
  key.secret = true;
  return key;
}

template <class Field>
ConfigurationKey secret_text(std::string_view name, std::string_view description, const TextRule& rule, Field field) {
  return secret(text(name, description, rule, field));
}

template <class Field>
ConfigurationKey text_list(std::string_view name, std::string_view description, const TextRule& rule, Field field) {
  ConfigurationKey key = plain<std::vector<std::string>>(ConfigurationType::text_list, name, description, field);
  key.rule = &rule;
  return key;
}

template <class Field>
ConfigurationKey signing_keys(std::string_view name, std::string_view description, Field field) {
  return secret(plain<std::vector<SigningKey>>(ConfigurationType::signing_keys, name, description, field));
}

template <class Enum>
using Choices = std::vector<std::pair<std::string_view, Enum>>;

template <class Enum, class Field>
ConfigurationKey choice(std::string_view name, std::string_view description, const Choices<Enum>& choices,
                        Field field) {
  ConfigurationKey key{.name = name, .description = description, .type = ConfigurationType::choice};
  for (const auto& [text, value] : choices) key.choices.push_back(text);
  key.get = [field, choices](const Configuration& from) -> ConfigurationValue {
    for (const auto& [text, value] : choices) {
      if (value == field(from)) return std::string(text);
    }
    return std::string();
  };
  key.set = [field, choices](Configuration& to, const ConfigurationValue& chosen) {
    for (const auto& [text, value] : choices) {
      if (text == std::get<std::string>(chosen)) field(to) = value;
    }
  };
  return key;
}

}  // namespace parley::configuration_entries
