#include "app/desktop/Dialogs.h"

#include <QtGui/QDesktopServices>
#include <QtWidgets/QFileDialog>

using namespace Qt::StringLiterals;

namespace app {

namespace {

/** Shows without blocking; the dialog goes with its parent. */
void show(QFileDialog* dialog, std::function<void(const QStringList&)> then) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::filesSelected, dialog, [then = std::move(then)](const QStringList& files) {
        if (!files.isEmpty()) then(files);
    });
    dialog->open();
}

}  // namespace

void SystemDialogs::openFiles(QWidget* parent, const QString& title, const QString& filter,
                              std::function<void(const QStringList&)> then) {
    auto* dialog = new QFileDialog(parent, title, QString(), filter);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    show(dialog, std::move(then));
}

void SystemDialogs::saveFile(QWidget* parent, const QString& title, const QString& suggestedName,
                             std::function<void(const QString&)> then) {
    auto* dialog = new QFileDialog(parent, title);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->selectFile(suggestedName);
    show(dialog, [then = std::move(then)](const QStringList& files) { then(files.first()); });
}

void SystemDialogs::openFolder(QWidget* parent, const QString& title, std::function<void(const QString&)> then) {
    auto* dialog = new QFileDialog(parent, title);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    show(dialog, [then = std::move(then)](const QStringList& files) { then(files.first()); });
}

bool SystemDialogs::openUrl(const QUrl& url) {
    const QString scheme = url.scheme();
    if (scheme != "http"_L1 && scheme != "https"_L1 && scheme != "mailto"_L1) return false;
    return QDesktopServices::openUrl(url);
}

}  // namespace app
