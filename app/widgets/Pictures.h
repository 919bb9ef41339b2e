#pragma once

#include <QtCore/QObject>
#include <QtCore/QSize>
#include <QtCore/QString>
#include <QtGui/QPixmap>

namespace app {

/**
 * Where rows and widgets get their pictures: avatars, icons, attachments, emoji.
 *
 * `picture` never blocks: it returns what there is, scaled to cover or fit by its owner, or a null pixmap and then
 * emits `arrived` with the same key when there is something. GUI thread.
 */
class Pictures : public QObject {
    Q_OBJECT
 public:
    using QObject::QObject;
    /** `devicePixels`: the size it will have on the screen; empty = its own size. */
    virtual QPixmap picture(const QString& key, const QSize& devicePixels) = 0;

 Q_SIGNALS:
    void arrived(const QString& key);
};

/** Nothing has a picture: initials and placeholders everywhere. */
class NoPictures final : public Pictures {
    Q_OBJECT
 public:
    using Pictures::Pictures;
    QPixmap picture(const QString&, const QSize&) override { return {}; }
};

}  // namespace app
