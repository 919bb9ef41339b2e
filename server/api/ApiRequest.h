#pragma once

#include <memory>

#include "server/api/Responses.h"
#include "server/api/Router.h"
#include "server/api/Uploads.h"
#include "server/services/Actor.h"
#include "shared/validation/Validate.h"

namespace server {

/**
 * A request on its way through the pipeline, as a handler sees it: route, actor, parameters, query and body.
 *
 * Readers of parameters and query give Discord's errors. Lives on one thread at a time.
 */
class ApiRequest {
 public:
    ApiRequest(RouteMatch match, Actor actor) : m_match(std::move(match)), m_actor(std::move(actor)) {}

    const shared::RouteRow& route() const { return *m_match.row; }
    int version() const { return m_match.version; }
    const Actor& actor() const { return m_actor; }
    void setActor(Actor actor) { m_actor = std::move(actor); }
    const HttpRequest& http() const { return *m_http; }
    void setHttp(std::shared_ptr<HttpRequest> http) { m_http = std::move(http); }
    /** When it was handled. */
    shared::Timestamp now() const { return m_now; }
    void setNow(shared::Timestamp now) { m_now = now; }
    /** Where large uploads are put. */
    void setSpoolFolder(const QString& folder) { m_spoolFolder = folder; }

    const QByteArray& parameter(int index) const { return m_match.parameters[index]; }
    QString text(int index) const { return QString::fromUtf8(parameter(index)); }
    const RouteParameters& parameters() const { return m_match.parameters; }
    /** A snowflake of the path. InvalidFormBody, under the parameter's name, when it is none. */
    template <class IdType>
    shared::Result<IdType> id(int index) const {
        ASSIGN_OR_RETURN(const shared::Snowflake id, idParameter(index));
        return IdType(id);
    }

    /** A whole number of the query within bounds. */
    shared::Result<int> number(QByteArrayView name, int fallback, int least, int most) const;
    shared::Result<bool> flag(QByteArrayView name, bool fallback) const;
    /** Null when it is not given. */
    template <class IdType>
    shared::Result<IdType> queryId(QByteArrayView name) const {
        ASSIGN_OR_RETURN(const shared::Snowflake id, idOfQuery(name));
        return IdType(id);
    }
    /** Repeated or comma-separated ids. */
    shared::Result<QList<shared::Snowflake>> queryIds(QByteArrayView name) const;
    QString queryText(QByteArrayView name) const;

    /**
     * The JSON body, the payload_json of a multipart one, or a form's fields; an empty body reads as {}.
     * InvalidFormBody for any other content type.
     */
    template <class T>
    shared::Result<T> body() {
        ASSIGN_OR_RETURN(const QByteArray json, bodyJson());
        return shared::fromJson<T>(json);
    }
    /** The same, having passed the rules of shared/validation; everything that is wrong is reported at once. */
    template <class T, class... Context>
    shared::Result<T> validBody(const Context&... context) {
        ASSIGN_OR_RETURN(const QByteArray json, bodyJson());
        return shared::readRequest<T>(QByteArrayView(json), context...);
    }
    shared::Result<QJsonObject> bodyObject();
    /** The files of a multipart body; after body(). Their spool files go away with the request. */
    const QList<Upload>& uploads() const { return m_form.uploads; }

 private:
    shared::Result<shared::Snowflake> idParameter(int index) const;
    shared::Result<shared::Snowflake> idOfQuery(QByteArrayView name) const;
    shared::Result<QByteArray> bodyJson();
    shared::Result<QByteArray> wholeBody() const;

    RouteMatch m_match;
    Actor m_actor;
    std::shared_ptr<HttpRequest> m_http;
    QString m_spoolFolder;
    shared::Timestamp m_now;
    bool m_hasReadForm = false;
    MultipartForm m_form;
};

}  // namespace server
