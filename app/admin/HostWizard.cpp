#include "app/admin/HostWizard.h"

#include <QtCore/QBuffer>
#include <QtCore/QDir>
#include <QtGui/QImageReader>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QScrollArea>

#include "app/admin/HostPreview.h"
#include "app/desktop/Dialogs.h"
#include "app/widgets/Button.h"
#include "app/widgets/Field.h"
#include "app/widgets/Paint.h"
#include "shared/validation/Limits.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kSide = 64;
constexpr int kForm = 520;
constexpr int kFoot = 72;
constexpr int kPreviewFrom = 1000;
constexpr int kIconPixels = 256;
constexpr int kTile = 64;

Text* label(const Theme& theme, const QString& text) {
    return new Text(theme, text, TextStyle::SmallStrong);
}

/** One of the ways to join, with a line below that says what it means. */
void addChoice(const Theme& theme, QBoxLayout* column, QRadioButton* button, const QString& words) {
    button->setFont(theme.font(TextStyle::UiStrong));
    auto* hint = new Text(theme, words, TextStyle::Small, Token::Text3);
    auto* below = new QHBoxLayout;
    below->setSpacing(0);
    below->addSpacing(theme.px(28));
    below->addWidget(hint, 1);
    auto* pair = new QVBoxLayout;
    pair->setSpacing(theme.px(1));
    pair->addWidget(button);
    pair->addLayout(below);
    column->addLayout(pair);
}

/** A template to choose: a frame with an icon and a word. */
class ChoiceButton : public QAbstractButton {
 public:
    ChoiceButton(const Theme& theme, const QString& icon, const QString& text) : m_theme(theme), m_icon(icon) {
        setText(text);
        setAccessibleName(text);
        setToolTip(text);  // a long word is cut
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    QSize sizeHint() const override {
        return {textWidth(text(), m_theme.font(TextStyle::UiStrong)) + m_theme.px(48), m_theme.px(32)};
    }

 protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool on = isChecked();
        painter.setPen(m_theme.colour(on ? Token::AccentText : Token::Control));
        painter.setBrush(m_theme.colour(on ? Token::AccentSoft : underMouse() ? Token::RaisedHover : Token::Raised));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), m_theme.px(6), m_theme.px(6));
        const QColor ink = m_theme.colour(on ? Token::AccentText : Token::Text);
        const Qt::LayoutDirection direction = layoutDirection();
        const QRect icon(m_theme.px(10), 0, m_theme.px(20), height());
        paintIcon(painter, m_theme, m_icon, mirrored(icon, rect(), direction), m_theme.px(18), ink, IconWeight::Auto,
                  direction);
        paintText(painter, text(), mirrored(rect().adjusted(m_theme.px(36), 0, 0, 0), rect(), direction),
                  m_theme.font(TextStyle::UiStrong), ink, direction);
    }

 private:
    const Theme& m_theme;
    QString m_icon;
};

}  // namespace

/** The community's icon, with a pencil: a click chooses another. */
class HostWizard::Tile : public QAbstractButton {
 public:
    explicit Tile(const Theme& theme) : m_theme(theme) {
        setAccessibleName(HostWizard::tr("Choose an icon"));
        setToolTip(accessibleName());
        setFocusPolicy(Qt::StrongFocus);
        setFixedSize(theme.px(kTile + 8), theme.px(kTile + 10));
    }
    void setCommunity(const QString& name, const QPixmap& picture) {
        m_name = name;
        m_picture = picture;
        update();
    }

 protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRect box(0, 0, m_theme.px(kTile), m_theme.px(kTile));
        paintTile(painter, m_theme, box, m_theme.px(14), 5, m_name.isEmpty() ? u"?"_s : m_name, m_picture);
        const int disc = m_theme.px(26);
        const QRect pencil(width() - disc, height() - disc, disc, disc);
        painter.setPen(m_theme.colour(Token::Control));
        painter.setBrush(m_theme.colour(Token::Raised));
        painter.drawEllipse(QRectF(pencil).adjusted(0.5, 0.5, -0.5, -0.5));
        paintIcon(painter, m_theme, u"pencil-simple"_s, pencil, m_theme.px(14), m_theme.colour(Token::Text2));
    }

 private:
    const Theme& m_theme;
    QString m_name;
    QPixmap m_picture;
};

HostWizard::HostWizard(const Theme& theme, Dialogs& dialogs, const QString& dataFolder, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_dialogs(dialogs),
      m_dataFolder(dataFolder),
      m_templates(hostTemplates()),
      m_page(new Surface(theme, Token::Base)),
      m_preview(new HostPreview(theme)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_page, 840);
    row->addWidget(m_preview, 440);
    auto* column = new QVBoxLayout(m_page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(form());
    column->addWidget(scroll, 1);
    column->addWidget(foot());
    refreshPreview();
}

QWidget* HostWizard::form() {
    auto* page = new QWidget;
    page->setProperty("page", true);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(m_theme.px(kSide), m_theme.px(36), m_theme.px(kSide), m_theme.px(24));
    column->setSpacing(m_theme.px(8));
    m_back = new Button(m_theme, tr("Back"), Button::Kind::Back);
    m_back->setIconName(u"arrow-left"_s);
    column->addWidget(m_back, 0, Qt::AlignLeft);
    column->addWidget(new Text(m_theme, tr("Host a community"), TextStyle::Display));
    column->addWidget(
        new Text(m_theme, tr("You can change all of this later. Nothing leaves this computer until someone joins."),
                 TextStyle::Ui, Token::Text2));
    m_fields = new QWidget;
    m_fields->setMaximumWidth(m_theme.px(kForm));
    auto* fields = new QVBoxLayout(m_fields);
    fields->setContentsMargins(0, m_theme.px(16), 0, 0);
    fields->setSpacing(m_theme.px(8));
    fields->addWidget(iconChoice());
    fields->addSpacing(m_theme.px(6));
    fields->addWidget(label(m_theme, tr("Start with")));
    fields->addWidget(templateChoice());
    fields->addSpacing(m_theme.px(10));
    auto* who = new QHBoxLayout;
    who->setSpacing(m_theme.px(16));
    m_user = new Field(m_theme, tr("Your user name"));
    m_user->setObjectName(u"userName"_s);
    m_user->setHint(tr("Small letters, digits, points and underscores."));
    m_password = new Field(m_theme, tr("Password"));
    m_password->setObjectName(u"password"_s);
    m_password->setPassword();
    m_password->setHint(
        tr("At least %1 characters. You will be asked for it on other devices.").arg(shared::limits::kPasswordMin));
    who->addWidget(m_user, 1, Qt::AlignTop);
    who->addWidget(m_password, 1, Qt::AlignTop);
    fields->addLayout(who);
    fields->addSpacing(m_theme.px(10));
    fields->addWidget(label(m_theme, tr("Who may join")));
    m_byInvite = new QRadioButton(tr("People with an invite"));
    m_open = new QRadioButton(tr("Anyone who knows the address"));
    m_byInvite->setChecked(true);
    addChoice(m_theme, fields, m_byInvite, tr("You send a link; it can expire and can be withdrawn."));
    addChoice(m_theme, fields, m_open, tr("For open communities. Accounts can still be limited later."));
    column->addWidget(m_fields);
    m_error = new Text(m_theme, {}, TextStyle::Ui, Token::Danger);
    m_error->hide();
    column->addWidget(m_error);
    column->addStretch(1);
    connect(m_back, &QAbstractButton::clicked, this, &HostWizard::cancelled);
    for (Field* field : {m_name, m_user, m_password}) {
        connect(field, &Field::textChanged, this, [this, field] {
            field->setError({});
            m_error->hide();
        });
        connect(field, &Field::returnPressed, this, &HostWizard::submit);
    }
    return page;
}

QWidget* HostWizard::iconChoice() {
    auto* row = new QWidget;
    auto* box = new QHBoxLayout(row);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(m_theme.px(12));
    auto* left = new QVBoxLayout;
    left->setSpacing(m_theme.px(6));
    left->addWidget(label(m_theme, tr("Icon")));
    m_tile = new Tile(m_theme);
    left->addWidget(m_tile);
    left->addStretch(1);
    m_name = new Field(m_theme, tr("Name of the community"));
    m_name->setObjectName(u"communityName"_s);
    m_name->setHint(tr("What people see in their list. 2 to 100 characters."));
    m_name->edit()->setMaxLength(shared::limits::kGuildNameMax);
    box->addLayout(left);
    box->addWidget(m_name, 1, Qt::AlignTop);
    connect(m_tile, &QAbstractButton::clicked, this, &HostWizard::choosePicture);
    connect(m_name, &Field::textChanged, this, &HostWizard::refreshPreview);
    return row;
}

QWidget* HostWizard::templateChoice() {
    auto* row = new QWidget;
    auto* box = new QHBoxLayout(row);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(m_theme.px(8));
    m_start = new QButtonGroup(this);
    for (qsizetype i = 0; i < m_templates.size(); ++i) {
        auto* choice = new ChoiceButton(m_theme, m_templates[i].icon, m_templates[i].name);
        m_start->addButton(choice, static_cast<int>(i));
        box->addWidget(choice);
    }
    box->addStretch(1);
    m_start->button(0)->setChecked(true);
    connect(m_start, &QButtonGroup::idToggled, this, &HostWizard::refreshPreview);
    return row;
}

QWidget* HostWizard::foot() {
    auto* bar = new Surface(m_theme, Token::Base);
    bar->setEdges(Qt::TopEdge);
    bar->setFixedHeight(m_theme.px(kFoot));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(m_theme.px(kSide), 0, m_theme.px(kSide), 0);
    row->setSpacing(m_theme.px(12));
    m_folder = new Text(m_theme, {}, TextStyle::Small, Token::Text3);
    m_folder->setText(tr("Keeps its data in %1").arg(QDir::toNativeSeparators(m_dataFolder)));
    m_step = new Text(m_theme, {}, TextStyle::Small, Token::Text2);
    m_progress = new ProgressBar(m_theme);
    m_cancel = new Button(m_theme, tr("Cancel"), Button::Kind::Neutral);
    m_cancel->setObjectName(u"cancelHosting"_s);
    m_submit = new Button(m_theme, tr("Start hosting"), Button::Kind::Primary);
    m_submit->setObjectName(u"startHosting"_s);
    m_submit->setIconName(u"house-line"_s);
    row->addWidget(m_folder, 1);
    row->addWidget(m_step, 1);
    row->addWidget(m_progress, 1);
    row->addWidget(m_cancel);
    row->addWidget(m_submit);
    connect(m_cancel, &QAbstractButton::clicked, this, &HostWizard::cancelled);
    connect(m_submit, &QAbstractButton::clicked, this, &HostWizard::submit);
    setBusy(false);
    return bar;
}

void HostWizard::choosePicture() {
    m_dialogs.openFiles(
        this, tr("Choose an icon"), tr("Pictures (*.png *.jpg *.jpeg *.webp *.gif)"), [this](const QStringList& paths) {
            QImageReader reader(paths.value(0));
            reader.setAutoTransform(true);
            const QImage image = reader.read();
            if (image.isNull()) {
                m_error->setText(tr("This file is not a picture that can be read. Choose a PNG or JPEG."));
                return m_error->show();
            }
            const int side = qMin(image.width(), image.height());
            const QImage square =
                image.copy((image.width() - side) / 2, (image.height() - side) / 2, side, side)
                    .scaled(kIconPixels, kIconPixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
            m_icon.clear();
            QBuffer buffer(&m_icon);
            buffer.open(QIODevice::WriteOnly);
            square.save(&buffer, "PNG");
            m_picture = QPixmap::fromImage(square);
            refreshPreview();
        });
}

void HostWizard::refreshPreview() {
    m_tile->setCommunity(m_name->text(), m_picture);
    m_preview->setCommunity(m_name->text(), m_picture);
    m_preview->setTemplate(m_templates[qMax(0, m_start->checkedId())]);
}

void HostWizard::submit() {
    if (!m_submit->isEnabled()) return;
    const QString name = m_name->text().trimmed();
    if (name.size() < shared::limits::kGuildNameMin)
        return setFailure(u"name"_s, tr("Give it a name of 2 letters or more."));
    if (m_user->text().trimmed().size() < shared::limits::kUsernameMin)
        return setFailure(u"username"_s, tr("Pick a name of 2 letters or more."));
    if (m_password->text().size() < shared::limits::kPasswordMin)
        return setFailure(u"password"_s, tr("Use at least %1 characters.").arg(shared::limits::kPasswordMin));
    HostPlan plan;
    plan.name = name;
    plan.icon = m_icon;
    plan.start = m_templates[qMax(0, m_start->checkedId())];
    plan.userName = m_user->text().trimmed().toLower();
    plan.password = m_password->text();
    plan.hosting.dataFolder = m_dataFolder;
    plan.hosting.openRegistration = m_open->isChecked();
    plan.hosting.serverName = name;
    m_error->hide();
    setBusy(true);
    Q_EMIT startWanted(plan);
}

void HostWizard::setBusy(bool busy) {
    m_fields->setEnabled(!busy);
    m_back->setEnabled(!busy);
    m_submit->setEnabled(!busy);
    m_folder->setVisible(!busy);
    m_step->setVisible(busy);
    m_progress->setVisible(busy);
}

void HostWizard::setProgress(const QString& step, double part) {
    m_step->setText(step);
    m_progress->setValue(part);
}

void HostWizard::setFailure(const QString& field, const QString& sentence) {
    setBusy(false);
    Field* wrong = field == "name"_L1       ? m_name
                   : field == "username"_L1 ? m_user
                   : field == "password"_L1 ? m_password
                                            : nullptr;
    if (wrong != nullptr) {
        wrong->setError(sentence);
        wrong->edit()->setFocus();
        return;
    }
    m_error->setText(sentence);
    m_error->show();
}

void HostWizard::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_preview->setVisible(width() >= m_theme.px(kPreviewFrom));
}

void HostWizard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return Q_EMIT cancelled();
    QWidget::keyPressEvent(event);
}

}  // namespace app
