#include "shared/validation/ComponentRules.h"

#include <algorithm>
#include <limits>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QSet>
#include <QtCore/QStringList>

#include "shared/core/Snowflake.h"
#include "shared/json/JsonType.h"
#include "shared/models/ComponentType.h"
#include "shared/validation/FieldChecks.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace shared {
namespace {

enum ButtonStyle { kLinkStyle = 5, kPremiumStyle = 6 };

using Types = QList<int>;

bool isSelect(int type) {
    return type == kStringSelect || (type >= kUserSelect && type <= kChannelSelect);
}

/** One object of the request, read key by key; what is right goes to `out`, what is wrong to the list of errors. */
class Fields {
 public:
    Fields(QList<FieldError>& errors, const QJsonObject& in, QString path)
        : m_errors(errors), m_in(in), m_path(std::move(path)) {}

    QString at(QLatin1StringView key) const { return m_path + u'.' + key; }
    const QString& path() const { return m_path; }
    bool has(QLatin1StringView key) const { return !m_in.value(key).isUndefined() && !m_in.value(key).isNull(); }
    QJsonValue raw(QLatin1StringView key) const { return m_in.value(key); }
    void refuse(const QString& path, const QString& code, const QString& message) {
        m_errors.append({path, code, message});
    }
    void require(QLatin1StringView key) { refuse(at(key), u"BASE_TYPE_REQUIRED"_s, u"This field is required"_s); }

    /** Empty when it is not there or not right. */
    template <class T>
    std::optional<T> read(QLatin1StringView key, bool isRequired) {
        if (!has(key)) {
            if (isRequired) require(key);
            return std::nullopt;
        }
        JsonReader reader(m_in.value(key));
        T value{};
        JsonCodec<T>::read(reader, value);
        if (reader.errors().isEmpty()) return value;
        refuse(at(key), reader.errors().first().code, reader.errors().first().message);
        return std::nullopt;
    }
    QString text(QLatin1StringView key, int min, int max, bool isRequired = false) {
        const auto text = read<QString>(key, isRequired);
        if (!text) return {};
        check([&](FieldChecks& checks) { checks.length(at(key), QStringView(*text), min, max); });
        out[key] = *text;
        return *text;
    }
    std::optional<int> number(QLatin1StringView key, int min, int max, bool isRequired = false) {
        const auto number = read<int>(key, isRequired);
        if (!number) return std::nullopt;
        check([&](FieldChecks& checks) { checks.range(at(key), qint64(*number), min, max); });
        out[key] = *number;
        return number;
    }
    void flag(QLatin1StringView key) {
        if (const auto flag = read<bool>(key, false)) out[key] = *flag;
    }
    void id(QLatin1StringView key, bool isRequired = false) {
        if (const auto id = read<Snowflake>(key, isRequired)) out[key] = id->toString();
    }
    /** The items of a list of min to max; none when there are too many or it is no list. */
    QJsonArray list(QLatin1StringView key, int min, int max, bool isRequired) {
        if (!has(key)) {
            if (isRequired) require(key);
            return {};
        }
        if (!m_in.value(key).isArray()) {
            refuse(at(key), u"LIST_TYPE_CONVERT"_s, u"Only iterables may be used in a ListType"_s);
            return {};
        }
        QJsonArray items = m_in.value(key).toArray();
        if (items.size() >= min && items.size() <= max) return items;
        check([&](FieldChecks& checks) { checks.count(at(key), items.size(), std::max(min, 1), max); });
        return {};
    }
    void url(QLatin1StringView key, int max, QLatin1StringView otherScheme, bool isOtherOnly = false) {
        const QString text = this->text(key, 1, max, true);
        if (text.isEmpty()) return;
        if (text.startsWith(otherScheme)) return;
        if (isOtherOnly) {
            return refuse(at(key), u"URL_TYPE_INVALID_SCHEME"_s, u"Must be a reference to an attachment."_s);
        }
        check([&](FieldChecks& checks) { checks.url(at(key), Field<QString>(text)); });
    }

    QJsonObject out;

 private:
    template <class Check>
    void check(Check&& wanted) {
        FieldChecks checks;
        wanted(checks);
        m_errors.append(checks.take());
    }

    QList<FieldError>& m_errors;
    const QJsonObject m_in;
    const QString m_path;
};

/** Goes through the tree once. Its depth is that of the rules: a container, a section in it, a text in that. */
class Walk {
 public:
    explicit Walk(QList<FieldError>& errors) : m_errors(errors) {}

    QJsonArray components(const QJsonArray& all, const QString& path, const Types& types) {
        QJsonArray out;
        for (qsizetype i = 0; i < all.size(); ++i)
            out.append(component(all.at(i), path + u'.' + QString::number(i), types));
        return out;
    }
    int count() const { return m_count; }
    qsizetype shownText() const { return m_text; }

 private:
    QJsonObject component(const QJsonValue& value, const QString& path, const Types& types);
    void children(Fields& fields, int max, const Types& types) {
        const QJsonArray all = fields.list("components"_L1, 1, max, true);
        fields.out["components"_L1] = components(all, fields.at("components"_L1), types);
    }
    void row(Fields& fields);
    void button(Fields& fields);
    void select(Fields& fields, int type);
    void options(Fields& fields);
    void defaultValues(Fields& fields, int type);
    void section(Fields& fields);
    void gallery(Fields& fields);
    void media(Fields& fields, QLatin1StringView key, bool isFile = false);
    void emoji(Fields& fields);
    void customId(Fields& fields);

    QList<FieldError>& m_errors;
    QSet<QString> m_customIds;
    QSet<int> m_ids;
    int m_count = 0;
    qsizetype m_text = 0;
};

QJsonObject Walk::component(const QJsonValue& value, const QString& path, const Types& types) {
    ++m_count;
    if (!value.isObject()) {
        m_errors.append({path, u"MODEL_TYPE_CONVERT"_s, u"Only dictionaries may be used in a ModelType"_s});
        return {};
    }
    Fields fields(m_errors, value.toObject(), path);
    const int type = value["type"_L1].toInt(-1);
    if (!types.contains(type)) {
        QStringList words;
        for (const int one : types)
            words.append(QString::number(one));
        fields.refuse(path, u"UNION_TYPE_CHOICES"_s,
                      u"Value of field \"type\" must be one of (%1)."_s.arg(words.join(u", ")));
        return {};
    }
    fields.out["type"_L1] = type;
    if (const auto id = fields.number("id"_L1, 0, std::numeric_limits<int>::max()); id && *id > 0) {
        if (m_ids.contains(*id)) {
            fields.refuse(fields.at("id"_L1), u"COMPONENT_ID_DUPLICATED"_s, u"Component id cannot be duplicated"_s);
        }
        m_ids.insert(*id);
    }
    if (isSelect(type)) {
        select(fields, type);
        return fields.out;
    }
    switch (type) {
        case kActionRow:
            row(fields);
            break;
        case kButton:
            button(fields);
            break;
        case kSection:
            section(fields);
            break;
        case kTextDisplay:
            m_text += codePoints(fields.text("content"_L1, 1, limits::kComponentText, true));
            break;
        case kThumbnail:
            media(fields, "media"_L1);
            fields.text("description"_L1, 0, limits::kAttachmentDescription);
            fields.flag("spoiler"_L1);
            break;
        case kMediaGallery:
            gallery(fields);
            break;
        case kFile:
            media(fields, "file"_L1, true);
            fields.flag("spoiler"_L1);
            break;
        case kSeparator:
            fields.flag("divider"_L1);
            fields.number("spacing"_L1, 1, 2);
            break;
        case kContainer:
            fields.number("accent_color"_L1, 0, limits::kColorMax);
            fields.flag("spoiler"_L1);
            children(fields, limits::kComponentsPerMessage,
                     {kActionRow, kSection, kTextDisplay, kMediaGallery, kFile, kSeparator});
            break;
        default:
            break;
    }
    return fields.out;
}

void Walk::row(Fields& fields) {
    children(fields, limits::kComponentsPerRow,
             {kButton, kStringSelect, kUserSelect, kRoleSelect, kMentionableSelect, kChannelSelect});
    const QJsonArray inRow = fields.out["components"_L1].toArray();
    const bool hasSelect =
        std::any_of(inRow.begin(), inRow.end(), [](const QJsonValue& one) { return isSelect(one["type"_L1].toInt()); });
    if (hasSelect && inRow.size() > 1) {
        fields.refuse(fields.at("components"_L1), u"COMPONENT_LAYOUT_WIDTH_EXCEEDED"_s,
                      u"The specified component exceeds the maximum width"_s);
    }
}

void Walk::button(Fields& fields) {
    const int style = fields.number("style"_L1, 1, kPremiumStyle, true).value_or(1);
    fields.text("label"_L1, 0, limits::kButtonLabel);
    emoji(fields);
    fields.flag("disabled"_L1);
    const auto exclude = [&](QLatin1StringView key) {
        if (!fields.has(key)) return;
        fields.refuse(fields.at(key), u"BUTTON_COMPONENT_FIELD_NOT_ALLOWED"_s,
                      u"A button of this style cannot have this field"_s);
    };
    if (style == kLinkStyle) {
        fields.url("url"_L1, limits::kButtonUrl, "discord://"_L1);
        exclude("custom_id"_L1);
        exclude("sku_id"_L1);
    } else if (style == kPremiumStyle) {
        fields.id("sku_id"_L1, true);
        for (const auto key : {"custom_id"_L1, "label"_L1, "url"_L1, "emoji"_L1})
            exclude(key);
    } else {
        customId(fields);
        exclude("url"_L1);
        exclude("sku_id"_L1);
    }
    const bool saysNothing = !fields.has("label"_L1) && !fields.has("emoji"_L1);
    if (style != kPremiumStyle && saysNothing) fields.require("label"_L1);
}

void Walk::select(Fields& fields, int type) {
    customId(fields);
    fields.text("placeholder"_L1, 0, limits::kSelectPlaceholder);
    fields.flag("disabled"_L1);
    fields.flag("required"_L1);
    const int min = fields.number("min_values"_L1, 0, limits::kSelectOptions).value_or(1);
    const int max = fields.number("max_values"_L1, 1, limits::kSelectOptions).value_or(1);
    if (fields.has("min_values"_L1) && min > std::max(max, 1)) {
        fields.refuse(fields.at("min_values"_L1), u"NUMBER_TYPE_MAX"_s,
                      u"int value should be less than or equal to %1."_s.arg(max));
    }
    if (type == kStringSelect) {
        options(fields);
        return;
    }
    if (type == kChannelSelect && fields.has("channel_types"_L1)) {
        QJsonArray types;
        for (const QJsonValue& one : fields.list("channel_types"_L1, 0, limits::kSelectOptions, false)) {
            if (one.isDouble()) types.append(one.toInt());
        }
        fields.out["channel_types"_L1] = types;
    }
    defaultValues(fields, type);
}

void Walk::options(Fields& fields) {
    QJsonArray out;
    QSet<QString> values;
    const QJsonArray all = fields.list("options"_L1, 1, limits::kSelectOptions, true);
    for (qsizetype i = 0; i < all.size(); ++i) {
        Fields option(m_errors, all.at(i).toObject(), fields.at("options"_L1) + u'.' + QString::number(i));
        option.text("label"_L1, 1, limits::kSelectOptionText, true);
        const QString value = option.text("value"_L1, 1, limits::kSelectOptionText, true);
        option.text("description"_L1, 0, limits::kSelectOptionText);
        option.flag("default"_L1);
        emoji(option);
        if (values.contains(value)) {
            option.refuse(option.at("value"_L1), u"SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"_s,
                          u"The specified option value is already used"_s);
        }
        if (!value.isEmpty()) values.insert(value);
        out.append(option.out);
    }
    fields.out["options"_L1] = out;
}

void Walk::defaultValues(Fields& fields, int type) {
    if (!fields.has("default_values"_L1)) return;
    QStringList kinds{u"channel"_s};
    if (type == kUserSelect) kinds = {u"user"_s};
    if (type == kRoleSelect) kinds = {u"role"_s};
    if (type == kMentionableSelect) kinds = {u"role"_s, u"user"_s};
    QJsonArray out;
    const QJsonArray all = fields.list("default_values"_L1, 0, limits::kSelectOptions, false);
    for (qsizetype i = 0; i < all.size(); ++i) {
        Fields one(m_errors, all.at(i).toObject(), fields.at("default_values"_L1) + u'.' + QString::number(i));
        one.id("id"_L1, true);
        const QString kind = one.text("type"_L1, 1, limits::kSelectOptionText, true);
        if (!kind.isEmpty() && !kinds.contains(kind)) {
            one.refuse(one.at("type"_L1), u"BASE_TYPE_CHOICES"_s,
                       u"Value must be one of {'%1'}."_s.arg(kinds.join(u"', '")));
        }
        out.append(one.out);
    }
    fields.out["default_values"_L1] = out;
}

void Walk::section(Fields& fields) {
    children(fields, limits::kSectionTexts, {kTextDisplay});
    if (!fields.has("accessory"_L1)) return fields.require("accessory"_L1);
    fields.out["accessory"_L1] =
        component(fields.raw("accessory"_L1), fields.at("accessory"_L1), {kButton, kThumbnail});
}

void Walk::gallery(Fields& fields) {
    QJsonArray out;
    const QJsonArray all = fields.list("items"_L1, 1, limits::kGalleryItems, true);
    for (qsizetype i = 0; i < all.size(); ++i) {
        Fields item(m_errors, all.at(i).toObject(), fields.at("items"_L1) + u'.' + QString::number(i));
        media(item, "media"_L1);
        item.text("description"_L1, 0, limits::kAttachmentDescription);
        item.flag("spoiler"_L1);
        out.append(item.out);
    }
    fields.out["items"_L1] = out;
}

void Walk::media(Fields& fields, QLatin1StringView key, bool isFile) {
    if (!fields.raw(key).isObject()) return fields.require(key);
    Fields media(m_errors, fields.raw(key).toObject(), fields.at(key));
    media.url("url"_L1, limits::kUrlLength, "attachment://"_L1, isFile);
    fields.out[key] = media.out;
}

void Walk::emoji(Fields& fields) {
    if (!fields.has("emoji"_L1)) return;
    Fields emoji(m_errors, fields.raw("emoji"_L1).toObject(), fields.at("emoji"_L1));
    emoji.id("id"_L1);
    emoji.text("name"_L1, 0, limits::kComponentEmojiName);
    emoji.flag("animated"_L1);
    if (!emoji.has("id"_L1) && emoji.out["name"_L1].toString().isEmpty()) {
        emoji.refuse(emoji.at("name"_L1), u"COMPONENT_INVALID_EMOJI"_s, u"Invalid emoji"_s);
    }
    fields.out["emoji"_L1] = emoji.out;
}

void Walk::customId(Fields& fields) {
    const QString id = fields.text("custom_id"_L1, 1, limits::kCustomId, true);
    if (id.isEmpty()) return;
    if (m_customIds.contains(id)) {
        fields.refuse(fields.at("custom_id"_L1), u"COMPONENT_CUSTOM_ID_DUPLICATED"_s,
                      u"Component custom id cannot be duplicated"_s);
    }
    m_customIds.insert(id);
}

}  // namespace

CheckedComponents checkComponents(const RawJson& components, ComponentSet set, const QString& path) {
    CheckedComponents checked;
    const auto refuse = [&](const QString& code, const QString& message) {
        checked.errors.append({path, code, message});
    };
    const QJsonDocument document = QJsonDocument::fromJson(components.bytes);
    if (!document.isArray()) {
        refuse(u"LIST_TYPE_CONVERT"_s, u"Only iterables may be used in a ListType"_s);
        return checked;
    }
    const QJsonArray all = document.array();
    const int most = set == ComponentSet::Rows ? limits::kComponentRows : limits::kComponentsPerMessage;
    if (all.size() > most) {
        refuse(u"BASE_TYPE_BAD_LENGTH"_s, u"Must be between 1 and %1 in length."_s.arg(most));
        return checked;
    }
    Types types{kActionRow};
    if (set != ComponentSet::Rows) {
        types = {kActionRow, kSection, kTextDisplay, kMediaGallery, kFile, kSeparator, kContainer};
    }
    Walk walk(checked.errors);
    const QJsonArray out = walk.components(all, path, types);
    if (set != ComponentSet::Rows && walk.count() > limits::kComponentsPerMessage) {
        refuse(u"COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"_s,
               u"The total number of components exceeds the maximum of %1"_s.arg(limits::kComponentsPerMessage));
    }
    if (walk.shownText() > limits::kComponentText) {
        refuse(u"COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"_s,
               u"The displayable text size exceeds the maximum of %1"_s.arg(limits::kComponentText));
    }
    if (!checked.errors.isEmpty()) return checked;
    checked.components.bytes = QJsonDocument(out).toJson(QJsonDocument::Compact);
    if (checked.components.bytes.size() > limits::kRichBytes) {
        refuse(u"BASE_TYPE_MAX_LENGTH"_s, u"Must be %1 or fewer bytes."_s.arg(limits::kRichBytes));
    }
    return checked;
}

}  // namespace shared
