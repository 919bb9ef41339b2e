#include "app/client/gateway/DispatchEvent.h"

#include <array>
#include <utility>

#include "shared/json/JsonType.h"

namespace app {

namespace {

using Decoder = DispatchEvent (*)(const QJsonValue&);

template <class Event>
DispatchEvent decode(const QJsonValue& data) {
    Event event;
    shared::JsonReader reader(data);
    shared::JsonCodec<typename Event::Payload>::read(reader, event.payload);
    return event;
}

struct Row {
    shared::GatewayEvent event;
    Decoder decoder;
};

template <size_t... kIndex>
constexpr std::array<Row, sizeof...(kIndex)> makeRows(std::index_sequence<kIndex...>) {
    return {Row{std::variant_alternative_t<kIndex, DispatchEvent>::kEvent,
                &decode<std::variant_alternative_t<kIndex, DispatchEvent>>}...};
}

constexpr auto kRows = makeRows(std::make_index_sequence<std::variant_size_v<DispatchEvent>>());

}  // namespace

std::optional<DispatchEvent> decodeDispatch(const QString& name, const QJsonValue& data) {
    const auto event = shared::gatewayEventByName(name);
    if (!event) return std::nullopt;
    for (const Row& row : kRows)
        if (row.event == *event) return row.decoder(data);
    return std::nullopt;
}

}  // namespace app
