#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include "app/views/timeline/RowPainter.h"
#include "app/views/timeline/TimelineWords.h"
#include "app/widgets/Paint.h"

// The part of RowPainter that draws what hangs below a text: files, pictures, embeds.

using namespace Qt::StringLiterals;

namespace app {
namespace {

constexpr int kFileIcon = 26;
constexpr int kCardPad = 14;
constexpr int kCardText = 53;

QLatin1StringView fileIcon(const AttachmentRow& file) {
    const QString& type = file.contentType;
    const QString name = file.fileName.toLower();
    if (type.startsWith("image/"_L1)) return "image"_L1;
    if (type.startsWith("audio/"_L1)) return "file-audio"_L1;
    if (type.startsWith("video/"_L1)) return "file-video"_L1;
    if (type == "application/pdf"_L1 || name.endsWith(".pdf"_L1)) return "file-pdf"_L1;
    for (const auto end : {".zip"_L1, ".gz"_L1, ".xz"_L1, ".7z"_L1, ".tar"_L1, ".rar"_L1, ".zst"_L1}) {
        if (name.endsWith(end)) return "file-zip"_L1;
    }
    for (const auto end : {".cpp"_L1, ".h"_L1, ".py"_L1, ".js"_L1, ".ts"_L1, ".json"_L1, ".rs"_L1, ".html"_L1}) {
        if (name.endsWith(end)) return "file-code"_L1;
    }
    if (type.startsWith("text/"_L1) || name.endsWith(".txt"_L1) || name.endsWith(".md"_L1)) return "file-text"_L1;
    return "file"_L1;
}

}  // namespace

void RowPainter::paintFiles(QPainter& painter, const RowLayout& row, const RowState& state) {
    const int overFile = hoveredIndex(row, state, ZoneKind::File);
    const int overCancel = hoveredIndex(row, state, ZoneKind::CancelUpload);
    for (size_t i = 0; i < row.files.size(); ++i) {
        const FileBox& box = row.files[i];
        const AttachmentRow& file = row.row->attachments[qsizetype(i)];
        const QString size = m_times.size(file.size);
        switch (box.look) {
            case FileLook::Picture:
                paintPicture(painter, box.rect, file.picture, file.description, box.covered);
                if (!box.caption.isNull()) {
                    paintText(painter, file.fileName + u" \u00b7 "_s + size, box.caption,
                              m_theme.font(TextStyle::Caption), m_theme.colour(Token::Text3), m_direction);
                }
                break;
            case FileLook::Card:
                paintFileCard(painter, box, file, overFile == int(i));
                break;
            case FileLook::Upload:
                paintUpload(painter, box, file, overCancel == int(i));
                break;
            case FileLook::Link: {
                const QFont font = m_theme.font(TextStyle::Ui);
                const int wide = qMin(textWidth(file.fileName, font), box.rect.width() - m_theme.px(80));
                paintText(painter, file.fileName, inner(box.rect, 0, wide), font, m_theme.colour(Token::Link),
                          m_direction, Qt::AlignLeft, Qt::ElideMiddle);
                paintText(painter, size, inner(box.rect, wide + m_theme.px(8), m_theme.px(72)),
                          m_theme.font(TextStyle::Caption), m_theme.colour(Token::Text3), m_direction);
                break;
            }
        }
    }
}

void RowPainter::paintPicture(QPainter& painter, const QRect& box, const QString& key, const QString& alt,
                              bool covered) {
    painter.save();
    QPainterPath path;
    const int radius = m_theme.px(m_theme.radii().control);
    path.addRoundedRect(box, radius, radius);
    const QPixmap pixmap = covered ? QPixmap() : picture(key, box.size(), painter);
    if (!pixmap.isNull()) {
        painter.setClipPath(path, Qt::IntersectClip);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawPixmap(box, pixmap);
    } else {
        painter.fillPath(path, m_theme.colour(covered ? Token::Control : Token::Sunken));
        if (covered) {
            const QFont font = m_theme.font(TextStyle::UiStrong);
            const QString word = TimelineWords::tr("Spoiler");
            const QSize size(textWidth(word, font) + m_theme.px(24), m_theme.px(28));
            const QRect pill(box.center() - QPoint(size.width() / 2, size.height() / 2), size);
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.colour(Token::TooltipBg));
            painter.drawRoundedRect(pill, pill.height() / 2.0, pill.height() / 2.0);
            paintText(painter, word, pill, font, m_theme.colour(Token::TooltipText), m_direction, Qt::AlignHCenter);
        } else {
            const QRect middle(box.center() - QPoint(m_theme.px(12), m_theme.px(12)),
                               QSize(m_theme.px(24), m_theme.px(24)));
            paintIcon(painter, m_theme, "image"_L1, middle, m_theme.px(24), m_theme.colour(Token::Text3));
            if (!alt.isEmpty() && box.height() > m_theme.px(80)) {
                const QRect line(box.left() + m_theme.px(8), middle.bottom() + m_theme.px(6),
                                 box.width() - m_theme.px(16), m_theme.px(16));
                paintText(painter, alt, line, m_theme.font(TextStyle::Caption), m_theme.colour(Token::Text3),
                          m_direction, Qt::AlignHCenter);
            }
        }
    }
    painter.restore();
}

void RowPainter::paintFileCard(QPainter& painter, const FileBox& box, const AttachmentRow& file, bool hovered) {
    card(painter, box.rect, hovered ? Token::RaisedHover : Token::Raised, Token::Line, m_theme.radii().file);
    const int icon = m_theme.px(kFileIcon);
    paintIcon(painter, m_theme, fileIcon(file), inner(box.rect, m_theme.px(kCardPad), icon), icon,
              m_theme.colour(Token::AccentText));
    const int save = m_theme.px(40);
    const int wide = box.rect.width() - m_theme.px(kCardText) - save;
    QRect line = inner(box.rect, m_theme.px(kCardText), wide);
    const int half = m_theme.px(18);
    line.setTop(box.rect.center().y() - half);
    line.setHeight(half);
    paintText(painter, file.fileName, line, m_theme.font(TextStyle::UiStrong), m_theme.colour(Token::Text), m_direction,
              Qt::AlignLeft, Qt::ElideMiddle);
    line.translate(0, half);
    paintText(painter, m_times.size(file.size), line, m_theme.font(TextStyle::Caption), m_theme.colour(Token::Text3),
              m_direction);
    paintIcon(painter, m_theme, "download-simple"_L1, inner(box.rect, box.rect.width() - save, save), m_theme.px(18),
              m_theme.colour(hovered ? Token::Text : Token::Text2));
}

void RowPainter::paintUpload(QPainter& painter, const FileBox& box, const AttachmentRow& file, bool hoverCancel) {
    card(painter, box.rect, Token::Raised, Token::Line, m_theme.radii().file);
    const int icon = m_theme.px(kFileIcon);
    paintIcon(painter, m_theme, fileIcon(file), inner(box.rect, m_theme.px(kCardPad), icon), icon,
              m_theme.colour(Token::AccentText));
    const int cancel = m_theme.px(52);
    const int wide = box.rect.width() - m_theme.px(kCardText) - cancel;
    const QString amount = uploadText(m_times, file);
    const QFont small = m_theme.font(TextStyle::Caption);
    const int amountWidth = textWidth(amount, small);
    QRect line = inner(box.rect, m_theme.px(kCardText), wide);
    line.setTop(box.rect.top() + m_theme.px(10));
    line.setHeight(m_theme.px(20));
    paintText(painter, file.fileName, inner(line, 0, qMax(0, wide - amountWidth - m_theme.px(8))),
              m_theme.font(TextStyle::UiStrong), m_theme.colour(Token::Text), m_direction, Qt::AlignLeft,
              Qt::ElideMiddle);
    paintText(painter, amount, inner(line, wide - amountWidth, amountWidth), small, m_theme.colour(Token::Text3),
              m_direction);
    const int high = m_theme.px(4);
    const QRect track(line.left(), line.bottom() + m_theme.px(7), wide, high);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colour(Token::Line));
    painter.drawRoundedRect(track, high / 2.0, high / 2.0);
    const double part = file.size > 0 ? qBound(0.0, double(file.uploaded) / double(file.size), 1.0) : 0;
    painter.setBrush(m_theme.colour(Token::Accent));
    const QRect done = inner(track, 0, qRound(wide * part));
    if (done.width() > 0) painter.drawRoundedRect(done, high / 2.0, high / 2.0);
    const int side = m_theme.px(m_theme.metrics().iconButtonSmall);
    QRect button = inner(box.rect, box.rect.width() - side - m_theme.px(12), side);
    button = QRect(button.left(), box.rect.center().y() - side / 2, side, side);
    if (hoverCancel) {
        painter.setBrush(m_theme.colour(Token::RaisedHover));
        painter.drawRoundedRect(button, m_theme.px(m_theme.radii().row), m_theme.px(m_theme.radii().row));
    }
    paintIcon(painter, m_theme, "x"_L1, button, m_theme.px(16), m_theme.colour(Token::Text));
}

void RowPainter::paintEmbeds(QPainter& painter, const RowLayout& row, const RowState& state) {
    RowState plain = state;
    plain.selection.reset();
    plain.hoveredPart = -1;
    for (size_t i = 0; i < row.embeds.size(); ++i) {
        const EmbedBox& box = row.embeds[i];
        const EmbedRow& embed = row.row->embeds[qsizetype(i)];
        if (!box.frame.isNull()) {
            card(painter, box.frame, Token::Raised, Token::Line, m_theme.radii().control);
            painter.save();
            QPainterPath path;
            const int radius = m_theme.px(m_theme.radii().control);
            path.addRoundedRect(box.frame, radius, radius);
            painter.setClipPath(path, Qt::IntersectClip);
            painter.fillRect(inner(box.frame, 0, m_theme.px(4)), box.bar);
            painter.restore();
            for (const TextPart& part : box.parts)
                paintPart(painter, part, -1, plain);
            paintFlow(painter, box.description, plain);
        }
        if (!box.picture.isNull()) paintPicture(painter, box.picture, embed.picture, embed.title, false);
        if (!box.thumbnail.isNull()) paintPicture(painter, box.thumbnail, embed.thumbnail, {}, false);
    }
}

}  // namespace app
