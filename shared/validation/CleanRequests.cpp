#include "shared/validation/CleanRequests.h"

#include "shared/validation/CleanText.h"

namespace shared {
namespace {

void cleanField(Field<QString>& name) {
    if (name.hasValue()) name = cleanName(name.value());
}

void cleanText(Field<QString>& text) {
    if (text.hasValue()) text = cleanContent(text.value());
}

/** A display name of nothing is none. */
void cleanOptional(Field<QString>& name) {
    cleanField(name);
    if (name.hasValue() && name->isEmpty()) name = nullptr;
}

void cleanEmbeds(Field<QList<Embed>>& embeds) {
    if (!embeds.hasValue()) return;
    for (Embed& embed : embeds.edit()) {
        cleanText(embed.title);
        cleanText(embed.description);
        if (embed.footer.hasValue() && embed.footer.value()) {
            EmbedFooter footer = *embed.footer.value();
            footer.text = cleanContent(footer.text);
            embed.footer = Box<EmbedFooter>(std::move(footer));
        }
        if (embed.author.hasValue() && embed.author.value()) {
            EmbedAuthor author = *embed.author.value();
            author.name = cleanContent(author.name);
            embed.author = Box<EmbedAuthor>(std::move(author));
        }
        for (EmbedField& field : embed.fields) {
            field.name = cleanContent(field.name);
            field.value = cleanContent(field.value);
        }
    }
}

}  // namespace

void cleanRequest(Register& request) {
    request.username = cleanName(request.username);
    cleanOptional(request.globalName);
}

void cleanRequest(ModifyCurrentUser& request) {
    cleanField(request.username);
    cleanOptional(request.globalName);
    cleanField(request.pronouns);
    cleanText(request.bio);
}

void cleanRequest(CreateGuild& request) {
    request.name = cleanName(request.name);
}

void cleanRequest(ModifyGuild& request) {
    cleanField(request.name);
    cleanText(request.description);
}

void cleanRequest(CreateChannel& request) {
    request.name = cleanName(request.name);
    cleanText(request.topic);
}

void cleanRequest(ModifyChannel& request) {
    cleanField(request.name);
    cleanText(request.topic);
}

void cleanRequest(ModifyRole& request) {
    cleanField(request.name);
}

void cleanRequest(ModifyMember& request) {
    cleanField(request.nick);
}

void cleanRequest(ModifyCurrentMember& request) {
    cleanField(request.nick);
    cleanText(request.bio);
}

void cleanRequest(CreateMessage& request) {
    cleanText(request.content);
    cleanEmbeds(request.embeds);
}

void cleanRequest(EditMessage& request) {
    cleanText(request.content);
    cleanEmbeds(request.embeds);
}

void cleanRequest(CreateApplication& request) {
    request.name = cleanName(request.name);
    cleanText(request.description);
}

void cleanRequest(ModifyApplication& request) {
    cleanField(request.name);
    cleanText(request.description);
}

void cleanRequest(ModifyApplicationBot& request) {
    cleanField(request.username);
}

}  // namespace shared
