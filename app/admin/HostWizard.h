#pragma once

#include "app/admin/HostSetup.h"
#include "app/widgets/Surfaces.h"

QT_BEGIN_NAMESPACE
class QButtonGroup;
class QRadioButton;
QT_END_NAMESPACE

namespace app {

class Dialogs;
class Field;
class HostPreview;
class IconButton;

/** Asks what is needed to host a community: its name, a set of channels, and who one is. All on one page. */
class HostWizard final : public QWidget {
    Q_OBJECT
 public:
    /** @param dataFolder where the server will keep its data unless another is chosen */
    HostWizard(const Theme& theme, Dialogs& dialogs, const QString& dataFolder, QWidget* parent = nullptr);

    void setProgress(const QString& step, double part);
    /** The setup has ended without a community: the fields work again, with what is wrong beside them. */
    void setFailure(const QString& field, const QString& sentence);
    void setBusy(bool busy);

 Q_SIGNALS:
    void startWanted(const app::HostPlan& plan);
    void cancelled();

 protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

 private:
    QWidget* form();
    QWidget* foot();
    QWidget* iconChoice();
    QWidget* templateChoice();
    void choosePicture();
    void refreshPreview();
    void submit();

    const Theme& m_theme;
    Dialogs& m_dialogs;
    QString m_dataFolder;
    QByteArray m_icon;
    QPixmap m_picture;
    QList<HostTemplate> m_templates;
    QWidget* m_page;
    HostPreview* m_preview;
    class Tile;
    Tile* m_tile = nullptr;
    Field* m_name = nullptr;
    QButtonGroup* m_start = nullptr;
    Field* m_user = nullptr;
    Field* m_password = nullptr;
    QRadioButton* m_byInvite = nullptr;
    QRadioButton* m_open = nullptr;
    Text* m_folder = nullptr;
    Text* m_error = nullptr;
    Text* m_step = nullptr;
    ProgressBar* m_progress = nullptr;
    Button* m_back = nullptr;
    Button* m_cancel = nullptr;
    Button* m_submit = nullptr;
    QWidget* m_fields = nullptr;
};

}  // namespace app
