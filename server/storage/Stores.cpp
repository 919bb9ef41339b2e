// The few methods that every engine shares because they are made of others.

#include <algorithm>

#include "server/storage/BlobStore.h"
#include "server/storage/Storage.h"

namespace server {

using shared::ErrorCode;
using shared::Result;

namespace {

template <class Row>
Result<Row> orUnknown(Result<std::optional<Row>> found, ErrorCode code,
                      std::source_location where = std::source_location::current()) {
    if (!found.has_value()) return std::move(found).error();
    if (!found->has_value()) return shared::Error(code, where);
    return std::move(**found);
}

}  // namespace

Result<AccountRow> UserStore::get() const {
    return orUnknown(find(), ErrorCode::UnknownUser);
}
Result<ApplicationRow> ApplicationStore::get() const {
    return orUnknown(find(), ErrorCode::UnknownApplication);
}
Result<GuildRow> GuildStore::get() const {
    return orUnknown(find(), ErrorCode::UnknownGuild);
}
Result<ChannelRow> ChannelStore::get(shared::ChannelId id) const {
    return orUnknown(find(id), ErrorCode::UnknownChannel);
}
Result<RoleRow> RoleStore::get(shared::RoleId id) const {
    return orUnknown(find(id), ErrorCode::UnknownRole);
}
Result<MemberRow> MemberStore::get(shared::UserId id) const {
    return orUnknown(find(id), ErrorCode::UnknownMember);
}
Result<BanRow> BanStore::get(shared::UserId id) const {
    return orUnknown(find(id), ErrorCode::UnknownBan);
}
Result<InviteRow> InviteStore::get(const QString& code) const {
    return orUnknown(find(code), ErrorCode::UnknownInvite);
}
Result<MessageRow> MessageStore::get(shared::ChannelId channelId, shared::MessageId id) const {
    return orUnknown(find(channelId, id), ErrorCode::UnknownMessage);
}

Result<QList<MessageRow>> MessageStore::listAround(shared::ChannelId channelId, shared::MessageId around,
                                                   int limit) const {
    // Newer ones get the smaller half; `around` itself counts with the older ones.
    const int newer = limit / 2;
    ASSIGN_OR_RETURN(auto rows, listAfter(channelId, around, newer));
    const bool isLast = around.value() >= quint64(std::numeric_limits<qint64>::max());
    const auto before = isLast ? shared::MessageId() : shared::MessageId(around.value() + 1);
    ASSIGN_OR_RETURN(const auto older, listBefore(channelId, before, limit - newer));
    rows += older;
    return rows;
}

QString directoryName(const QString& text) {
    return text.normalized(QString::NormalizationForm_KC).toCaseFolded().normalized(QString::NormalizationForm_KC);
}

QString directoryName(shared::Snowflake id) {
    return id.toString();
}

QString dmPairName(shared::UserId one, shared::UserId other) {
    const auto [low, high] = std::minmax(one, other);
    return low.toString() + u'-' + high.toString();
}

Result<StreamKey> Storage::keyOfChannel(shared::ChannelId id) {
    ASSIGN_OR_RETURN(const auto key, lookUp(DirectoryKind::Channel, directoryName(id)));
    if (!key) return ErrorCode::UnknownChannel;
    return *key;
}

bool BlobStore::isValidName(QStringView name) {
    if (name.isEmpty() || name.size() > 512) return false;
    int parts = 0;
    for (const QStringView part : name.tokenize(u'/')) {
        if (part.isEmpty() || part.size() > 200 || part.startsWith(u'.') || ++parts > 8) return false;
        const auto isAllowed = [](QChar c) {
            return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'.' ||
                   c == u'_' || c == u'-';
        };
        if (!std::all_of(part.begin(), part.end(), isAllowed)) return false;
    }
    return true;
}

Result<void> BlobStore::put(const QString& name, QByteArrayView bytes) {
    ASSIGN_OR_RETURN(const auto writer, create(name));
    RETURN_IF_ERROR(writer->write(bytes));
    return writer->commit();
}

}  // namespace server
