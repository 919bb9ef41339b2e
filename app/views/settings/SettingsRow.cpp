#include "app/views/settings/SettingsRow.h"

#include <QtGui/QPainter>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QSlider>

#include "app/widgets/Choices.h"

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr int kSlider = 220;
constexpr int kValue = 64;

}  // namespace

SettingsRow::SettingsRow(const Theme& theme, const QString& title, const QString& text, QWidget* control,
                         QWidget* parent)
    : QWidget(parent), m_theme(theme) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, theme.px(10), 0, theme.px(10));
    row->setSpacing(theme.px(24));
    auto* words = new QVBoxLayout;
    words->setSpacing(theme.px(1));
    words->addWidget(new Text(theme, title, TextStyle::UiStrong, Token::Text, this));
    if (!text.isEmpty()) words->addWidget(new Text(theme, text, TextStyle::Small, Token::Text2, this));
    row->addLayout(words, 1);
    row->addWidget(control, 0, Qt::AlignVCenter);
    if (control->accessibleName().isEmpty()) control->setAccessibleName(title);
}

SettingsRow* SettingsRow::yesNo(const Theme& theme, Preferences& preferences, Preference preference,
                                const QString& title, const QString& text) {
    auto* control = new Switch(theme, title);
    control->setChecked(preferences.yes(preference));
    connect(control, &QAbstractButton::toggled, &preferences,
            [&preferences, preference](bool on) { preferences.set(preference, on); });
    return new SettingsRow(theme, title, text, control);
}

SettingsRow* SettingsRow::words(const Theme& theme, Preferences& preferences, Preference preference,
                                const QString& title, const QString& text, const QStringList& values,
                                const QStringList& names) {
    QList<Segments::Option> options;
    for (const QString& name : names)
        options.append({.text = name});
    auto* control = new Segments(theme, title, options);
    control->setCurrent(qMax(0, static_cast<int>(values.indexOf(preferences.text(preference)))));
    connect(control, &Segments::currentChanged, &preferences,
            [&preferences, preference, values](int index) { preferences.set(preference, values.value(index)); });
    return new SettingsRow(theme, title, text, control);
}

SettingsRow* SettingsRow::whole(const Theme& theme, Preferences& preferences, Preference preference,
                                const QString& title, const QString& text, int step, const QString& unit) {
    const PreferenceRow& limits = Preferences::row(preference);
    auto* control = new QWidget;
    auto* box = new QHBoxLayout(control);
    box->setContentsMargins(0, 0, 0, 0);
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setRange(limits.least / step, limits.most / step);
    slider->setValue(preferences.whole(preference) / step);
    slider->setPageStep(1);
    slider->setFixedWidth(theme.px(kSlider));
    slider->setAccessibleName(title);
    auto* value = new Text(theme, unit.arg(preferences.whole(preference)), TextStyle::SmallStrong);
    value->setFixedWidth(theme.px(kValue));
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    box->addWidget(slider);
    box->addWidget(value);
    connect(slider, &QSlider::valueChanged, value,
            [value, step, unit](int now) { value->setText(unit.arg(now * step)); });
    // While it is dragged nothing else moves: a zoom would pull the handle away from the mouse.
    connect(slider, &QSlider::valueChanged, &preferences, [&preferences, preference, slider, step](int now) {
        if (!slider->isSliderDown()) preferences.set(preference, now * step);
    });
    connect(slider, &QSlider::sliderReleased, &preferences,
            [&preferences, preference, slider, step] { preferences.set(preference, slider->value() * step); });
    return new SettingsRow(theme, title, text, control);
}

void SettingsRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, m_theme.colour(Token::Line));
}

}  // namespace app
