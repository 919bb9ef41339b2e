#pragma once

namespace shared {

class JsonReader;
class JsonWriter;

/** True for an enum of bits whose Flags are written as a decimal string (permissions), not as a number. */
template <class Enum>
inline constexpr bool kFlagsAsString = false;

/** True for an enum that is a word on the wire; it brings its own readJson and writeJson, as a model does. */
template <class Enum>
inline constexpr bool kEnumAsWord = false;

}  // namespace shared

/**
 * Declares how `Type` is read and written; put it below the struct, in the struct's namespace.
 *
 * `readJson` collects what is wrong in the reader; `readFields` and `writeFields` are the same without the braces, for
 * an object that contains the fields of another (visitor.inlined()).
 */
#define GUILDHALL_DECLARE_JSON(Type)                                                  \
    [[maybe_unused]] void readJson(::shared::JsonReader& reader, Type& value);        \
    [[maybe_unused]] void writeJson(::shared::JsonWriter& writer, const Type& value); \
    [[maybe_unused]] void readFields(::shared::JsonReader& reader, Type& value);      \
    [[maybe_unused]] void writeFields(::shared::JsonWriter& writer, const Type& value)
